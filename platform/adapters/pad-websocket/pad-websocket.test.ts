import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CODE, type Packet } from '../../../contracts/pad-websocket.ts';
import { caseAt, HALL, type TestHub, testHub } from '../../testing/hub.ts';
import { addTerminal } from '../../testing/terminals.ts';
import { systemTimers } from '../../timers.ts';
import { dialCounters } from './dial.ts';
import { PAD_WEBSOCKET_PATH } from './listen.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await testHub();
  await addTerminal(hub.context);
});
afterEach(() => hub.close());

/** The other side of a line: says packets, hears packets. */
function talk(socket: WebSocket) {
  const got: Packet[] = [];
  let hear = (): void => undefined;
  socket.on('message', (data) => {
    got.push(JSON.parse(String(data)));
    hear();
  });
  return {
    say: (packet: unknown) => socket.send(typeof packet === 'string' ? packet : JSON.stringify(packet)),
    async next(): Promise<Packet> {
      if (got.length === 0)
        await new Promise<void>((r) => {
          hear = r;
        });
      return got.shift() as Packet;
    },
  };
}
const requests = () => hub.context.db.selectFrom('rating_request').selectAll().execute();
const evaluation = (no: string) => ({
  code: CODE.openEvaluation,
  data: { url: `https://pj.example/?projNo=${no}&handleStateCode=2` },
});

test('an existing counter system drives a pad', async () => {
  const socket = new WebSocket(hub.url.replace('http', 'ws') + PAD_WEBSOCKET_PATH);
  await once(socket, 'open');
  const line = talk(socket);
  line.say('no packet');
  expect((await line.next()).code).toBe(CODE.badPacket);
  line.say({ code: CODE.login, data: { work_no: 'A002', key: HALL.counterTokens.w1 } });
  expect(await line.next()).toMatchObject({ code: CODE.login, state: 1 });
  line.say({ code: CODE.heartbeat, data: Date.now() });
  expect(await line.next()).toMatchObject({ code: CODE.heartbeat, state: 1 });
  line.say(evaluation(caseAt(0)));
  expect(await line.next()).toMatchObject({ code: CODE.openEvaluation, state: 1 });
  expect(await requests()).toMatchObject([
    {
      window_id: 'w1',
      case_no: caseAt(0),
      stage: 2,
      staff_id: 's2',
      state: 'waiting',
      source: 'padWebSocket',
    },
  ]);
  line.say(evaluation(caseAt(1)));
  expect(await line.next()).toMatchObject({ state: 0, msg: 'request.windowBusy' });
  line.say({ code: CODE.openEvaluation, data: { url: 'https://pj.example/' } });
  expect(await line.next()).toMatchObject({ state: 0, msg: 'input.invalid' });
  line.say({ code: 99 });
  expect((await line.next()).code).toBe(CODE.unknownCommand);
  socket.close();
});

test('a wrong key is told so and closed', async () => {
  const socket = new WebSocket(hub.url.replace('http', 'ws') + PAD_WEBSOCKET_PATH);
  await once(socket, 'open');
  const line = talk(socket);
  const closed = once(socket, 'close');
  line.say({ code: CODE.login, data: { work_no: 'A002', key: 'not-the-key' } });
  expect(await line.next()).toMatchObject({ code: CODE.login, state: 0 });
  await closed;
});

test('a counter system that has to be called is called, and drives the pad', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = [{ windowId: 'w1', url: `ws://127.0.0.1:${port}/pad`, workNo: 'A001', key: 'their-key' }];
  await hub.context.db
    .insertInto('setting')
    .values({ key: 'padWebSocket', value: JSON.stringify({ dial }) })
    .execute();
  const connected = once(server, 'connection');
  const stop = dialCounters({ hub: hub.context, timers: systemTimers, random: () => 0 });
  const [socket] = (await connected) as [WebSocket];
  const line = talk(socket);
  expect(await line.next()).toEqual({ code: CODE.login, data: { work_no: 'A001', key: 'their-key' } });
  line.say({ code: CODE.login, state: 1, msg: 'ok' });
  line.say(evaluation(caseAt(3)));
  expect(await line.next()).toMatchObject({ code: CODE.openEvaluation, state: 1 });
  expect(await requests()).toMatchObject([{ case_no: caseAt(3), staff_id: 's1', source: 'padWebSocket' }]);

  const again = once(server, 'connection');
  socket.terminate();
  const [second] = (await again) as [WebSocket];
  expect((await talk(second).next()).code).toBe(CODE.login);
  stop();
  await once(second, 'close');
  server.close();
});
