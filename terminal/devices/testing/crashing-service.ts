/** A process with one device whose driver throws in the way that `argv[2]` says; tells on stdout what became of it. */
import { mkdtempSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemTimers } from '../../../sync/clock.ts';
import { watchCrashes } from '../crash-guard.ts';
import { createDeviceManager } from '../manager.ts';
import { declared, fakeDrivers } from './fake-driver.ts';

const [, , way] = process.argv;
const bug = () => new TypeError('a bug, told by 张三');
const fakes = fakeDrivers();
let isFirst = true;

watchCrashes(process);
const manager = createDeviceManager({
  declarations: [declared('scan')],
  dir: mkdtempSync(join(tmpdir(), 'hall-crash-')),
  async open(declaration, context) {
    const opened = await fakes.open(declaration, context);
    if (isFirst) breakLater(way ?? '');
    isFirst = false;
    return opened;
  },
  clock: systemClock(),
  timers: { after: (ms, f) => systemTimers().after(Math.min(ms, 50), f) },
  log: (event, data) => console.log(JSON.stringify({ event, ...data })),
});
manager.onChange(() => {
  const { state } = manager.summaries()[0] ?? {};
  if (state === 'ok' && fakes.opened.length === 2) process.exit(0);
});
if (way === 'nobody') setTimeout(() => Promise.reject(bug()), 20);
setTimeout(() => process.exit(9), 5_000);

function breakLater(how: string): void {
  if (how === 'timer')
    setTimeout(() => {
      throw bug();
    }, 20);
  if (how === 'promise')
    void new Promise((resolve) => setTimeout(resolve, 20)).then(() => Promise.reject(bug()));
  if (how === 'socket') {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
      connect((server.address() as { port: number }).port, '127.0.0.1').on('data', () => {
        throw bug();
      });
    });
  }
}
