/** The four exchanges of a card read through the bare port, no driver: `fork('id-card-bare.ts', [<port>])`; each message reads once, `{ told: 'card', at }` is the last byte. */
import { SerialPort } from 'serialport';

const EXCHANGES: [request: string, answerBytes: number][] = [
  ['aaaaaa96690003200122', 15],
  ['aaaaaa96690003200221', 19],
  ['aaaaaa96690003300132', 1_295],
  ['aaaaaa96690003300330', 11],
];
const port = new SerialPort({ path: process.argv[2] ?? '', baudRate: 115_200 });
let came = 0;
let check: () => void = () => {};
port.on('data', (chunk: Buffer) => {
  came += chunk.length;
  check();
});
process.on('message', async () => {
  for (const [request, answerBytes] of EXCHANGES) {
    came = 0;
    const answered = new Promise<void>((resolve) => {
      check = () => came >= answerBytes && resolve();
    });
    port.write(Buffer.from(request, 'hex'));
    await answered;
  }
  process.send?.({ told: 'card', at: performance.timeOrigin + performance.now() });
});
