import type { EventEmitter } from 'node:events';
import { type FromService, toService } from '../../contracts/shell.ts';

/**
 * A small but real service for tests of the shell: answers `ping` with `pong` and its number of lines, and does what
 * a test asks of it: `crash`, `hang`, `exit` (as staff would), `garbage`.
 */
interface Line extends EventEmitter {
  start(): void;
  postMessage(message: unknown): void;
}
interface ParentPort extends EventEmitter {
  postMessage(message: FromService | string): void;
}
const { parentPort } = process as unknown as { parentPort: ParentPort };

let lines = 0;
let beatAt: number | null = null;

function serve(line: Line): void {
  lines += 1;
  line.on('message', ({ data }: { data: unknown }) => {
    beatAt = performance.now();
    if (data === 'ping') line.postMessage(`pong ${lines}`);
    if (data === 'crash') process.exit(7);
    if (data === 'exit') parentPort.postMessage({ type: 'exit-requested' });
    if (data === 'garbage') parentPort.postMessage('garbage');
    if (data === 'hang') for (;;);
  });
  line.start();
}

parentPort.on('message', ({ data, ports }: { data: unknown; ports: Line[] }) => {
  const message = toService.parse(data);
  if (message.type === 'shutdown') process.exit(0);
  const [line] = ports;
  if (line !== undefined) serve(line);
});

parentPort.postMessage({ type: 'ready' });
setInterval(() => {
  const rendererMs = beatAt === null ? null : Math.round(performance.now() - beatAt);
  parentPort.postMessage({ type: 'heartbeat', rendererMs });
}, 1_000);
