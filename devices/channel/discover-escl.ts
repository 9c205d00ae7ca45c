import type { EventEmitter } from 'node:events';
import { isIPv4 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bonjour, type Service } from 'bonjour-service';
import type { FoundPort } from '../../contracts/maintenance.ts';

const LISTEN_MS = 3_000;

/** Scanners of the network that announce eSCL by mDNS: `_uscan._tcp`, and `_uscans._tcp` for those by HTTPS. */
export async function findEscl(listenMs = LISTEN_MS): Promise<Omit<FoundPort, 'usedBy'>[]> {
  const bonjour = new Bonjour({}, () => {});
  ignoreErrors(bonjour);
  const browsers = ['uscan', 'uscans'].map((type) => bonjour.find({ type }));
  await sleep(listenMs);
  const services = browsers.flatMap((browser) => browser.services);
  bonjour.destroy();
  return services.flatMap((service) => {
    const url = esclRoot(service);
    const name = typeof service.txt?.ty === 'string' ? service.txt.ty : service.name;
    return url === null ? [] : [{ type: 'escl', port: { url }, label: `${name} · ${url}`.slice(0, 200) }];
  });
}

/** Address of the scanner's root; null for an announcement that makes none. `rs` of its TXT record is the path. */
export function esclRoot(
  service: Pick<Service, 'type' | 'port' | 'host' | 'addresses' | 'txt'>,
): string | null {
  const scheme = service.type === 'uscans' ? 'https' : 'http';
  const address = service.addresses?.find((one) => isIPv4(one)) ?? service.host.replace(/\.$/, '');
  const path = typeof service.txt?.rs === 'string' ? service.txt.rs.replace(/^\/+|\/+$/g, '') : 'eSCL';
  const url = `${scheme}://${address}:${service.port}/${path}`;
  return URL.canParse(url) ? url : null;
}

/** A machine without a network, or with port 5353 forbidden, has nothing to find; the library would throw from a socket. */
function ignoreErrors(bonjour: Bonjour): void {
  const { server } = bonjour as unknown as { server: { mdns: EventEmitter } };
  server.mdns.on('error', () => {});
}
