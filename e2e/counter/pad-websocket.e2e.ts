import { WebSocket } from 'ws';
import { CODE } from '../../contracts/pad-websocket.ts';
import { finish, screen, tap } from '../pad/screen.ts';
import { newCaseNo, WINDOW } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';

/** An existing counter system drives our pad over the published WebSocket protocol. */

interface Packet {
  code: number;
  state?: number;
  msg?: string;
}

async function connect(url: string) {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/adapters/pad-websocket`);
  const received: Packet[] = [];
  ws.on('message', (m) => received.push(JSON.parse(String(m))));
  await new Promise((opened, failed) => ws.once('open', opened).once('error', failed));
  return {
    ws,
    received,
    send: (packet: unknown) => ws.send(typeof packet === 'string' ? packet : JSON.stringify(packet)),
  };
}

test('login, heartbeat, open evaluation: the pad rings and the rating arrives', async ({
  hall,
  pad: _,
  page,
}) => {
  await screen(page, 'idle');
  const key = hall.access.counter.find((c) => c.windowId === WINDOW)?.token;
  const system = await connect(hall.url);
  system.send({ code: CODE.login, data: { work_no: 'WD1003', key } });
  await expect.poll(() => system.received.length).toBeGreaterThan(0);
  expect(system.received[0]).toMatchObject({ code: CODE.login });
  system.send({ code: CODE.heartbeat, data: Date.now() });
  await expect.poll(() => system.received.some((p) => p.code === CODE.heartbeat)).toBe(true);

  const caseNo = newCaseNo();
  const query = new URLSearchParams({
    key: 'PJQ',
    evaluateChannel: 'PJQ',
    projNo: caseNo,
    serviceCode: 'WD02001',
    handleStateCode: '2',
  });
  const encoded = Buffer.from(Buffer.from(query.toString()).toString('base64')).toString('base64');
  system.send({ code: CODE.openEvaluation, data: { url: `https://evaluate.example.gov/pad/${encoded}` } });
  await screen(page, 'rating');
  await expect(page.getByText(caseNo)).toBeVisible();
  await tap(page, 4);
  await finish(page);
  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(caseNo)).toMatchObject([{ level: 4 }]);
  system.ws.close();
});

test('bad packets and unknown commands are answered and the line stays', async ({ hall, pad: _ }) => {
  const key = hall.access.counter.find((c) => c.windowId === WINDOW)?.token;
  const system = await connect(hall.url);
  system.send({ code: CODE.login, data: { work_no: 'WD1003', key } });
  await expect.poll(() => system.received.length).toBe(1);
  system.send('{ not json');
  system.send({ code: 12345 });
  await expect
    .poll(() => system.received.map((p) => p.code))
    .toEqual(expect.arrayContaining([CODE.badPacket, CODE.unknownCommand]));
  expect(system.ws.readyState).toBe(WebSocket.OPEN);
  system.ws.close();
});
