import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { nearUrlOf, publicUrlOf } from './hub-address.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});
const NET = { lo: [at('127.0.0.1', true)], eth0: [at('192.0.2.7')] };

test.each([
  [{}, NET, 'http://127.0.0.1:7400'],
  [{ HUB_HOST: '127.0.0.1' }, NET, 'http://127.0.0.1:7400'],
  [{ HUB_HOST: '0.0.0.0' }, NET, 'http://192.0.2.7:7400'],
  [{ HUB_HOST: '::' }, NET, 'http://192.0.2.7:7400'],
  [{ HUB_HOST: '0.0.0.0' }, { lo: NET.lo }, 'http://127.0.0.1:7400'],
  [{ HUB_HOST: '192.0.2.9' }, NET, 'http://192.0.2.9:7400'],
  [{ HUB_HOST: '::1' }, NET, 'http://[::1]:7400'],
  [{ HUB_HOST: '0.0.0.0', HUB_PUBLIC_URL: 'https://hub.example/' }, NET, 'https://hub.example'],
])('%j is opened by browsers and phones at its one address', (env, interfaces, url) => {
  expect(publicUrlOf(env, interfaces, 7400)).toBe(url);
});

test.each([
  ['http://0.0.0.0:7400', 'http://127.0.0.1:7400'],
  ['http://[::]:7400', 'http://127.0.0.1:7400'],
  ['http://192.0.2.7:7400', 'http://192.0.2.7:7400'],
])('terminals of this machine find %s at %s', (url, near) => {
  expect(nearUrlOf(url)).toBe(near);
});
