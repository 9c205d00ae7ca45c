import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { personAt } from '../bookings/testing/hall.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';

let hub: TestHub;
let token = '';
beforeAll(async () => {
  hub = await testHub();
  token = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-a')));
});
afterAll(() => hub.close());

const ask = (path: string, body: unknown) => call(hub, 'POST', `/kiosk/citizens/${path}`, { token, body });
const ADDRESS = { recipient: '测试', phone: '13800001234', address: '卫东区示例路 1 号', postcode: '467000' };

const ROUTES: readonly [path: string, more: object][] = [
  ['overview', {}],
  ['addresses', {}],
  ['addresses/put', { id: randomUUID(), address: ADDRESS, first: false }],
  ['addresses/remove', { id: randomUUID() }],
  ['petitions', {}],
  ['data', {}],
  ['erase', {}],
];

it.each(ROUTES)('%s is for terminals that ask for a proven person', async (path, more) => {
  expect(await ask(path, { person: personAt(1), ...more })).toMatchObject({ status: 200 });
  expect(await ask(path, { person: personAt(1, 'typed'), ...more })).toMatchObject({
    status: 401,
    body: { code: 'auth.required' },
  });
  expect(await ask(path, { ...more })).toMatchObject({ status: 400 });
  const stranger = await call(hub, 'POST', `/kiosk/citizens/${path}`, {
    body: { person: personAt(1), ...more },
  });
  expect(stranger.status).toBe(401);
});

it('an address that is none is refused', async () => {
  for (const bad of [{ phone: '123' }, { postcode: 'x' }, { address: '短' }, { recipient: '' }]) {
    const put = { person: personAt(1), id: randomUUID(), address: { ...ADDRESS, ...bad }, first: false };
    expect(await ask('addresses/put', put)).toMatchObject({ status: 400 });
  }
});

it('the windows are known to every terminal', async () => {
  const reply = await call(hub, 'GET', '/kiosk/citizens/windows', { token });
  expect(reply).toMatchObject({ status: 200 });
  expect(reply.body.windows).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'w1' })]));
});
