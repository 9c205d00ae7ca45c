/**
 * The simulators as a process, for developers, demonstrations and tests: `node devices/simulators/main.ts`.
 * `--port <n>` of the control page (default 7490, 0 = any) · `--only idCard,code,…` (default: all that this machine can)
 * · `--declarations <file>` writes the devices as a terminal declares them, for the `devices` of a terminal.json.
 * Tells `{"ready":true,"url":…,"env":{…}}` to the parent over `ipc`, or on stdout. Not a part of the product: nothing of it is packed.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hasCups } from '../document-printer/testing/cups.ts';
import { hasSocat } from '../testing/pty.ts';
import { type BenchSpec, startSimulators } from './bench.ts';
import { startControl } from './control.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7490' },
    only: { type: 'string' },
    declarations: { type: 'string' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse('--port is not a port number');

const over = hasSocat() ? 'pty' : 'tcp';
const all: BenchSpec = {
  idCard: { over },
  code: { over },
  documents: { pageMs: 800 },
  receipts: { over: 'tcp' },
  ...(hasCups() ? { printing: true as const } : {}),
};
const names = values.only?.split(',');
const unknown = names?.find((name) => !Object.hasOwn(all, name));
if (unknown !== undefined) refuse(`--only: ${unknown} cannot be simulated here`);
const spec: BenchSpec = Object.fromEntries(
  Object.entries(all).filter(([name]) => names === undefined || names.includes(name)),
);

const bench = await startSimulators(spec);
const token = process.env.HALL_SIMULATORS_TOKEN ?? randomBytes(24).toString('base64url');
const control = await startControl({ bench, port, token });
if (values.declarations !== undefined)
  writeFileSync(values.declarations, `${JSON.stringify(bench.declarations(), null, 2)}\n`);
/** For the environment of the terminal service. */
const env = 'printing' in bench && bench.printing !== undefined ? { CUPS_SERVER: bench.printing.server } : {};
const ready = { ready: true, url: `${control.origin}/#token=${token}`, env };
if (process.send === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
else process.send(ready);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await control.close();
  await bench.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// Whoever started this process is gone.
process.on('disconnect', () => void stop());

function refuse(why: string): never {
  process.stderr.write(`simulators: ${why}\n`);
  process.exit(2);
}
