/**
 * Runs the simulator of an e-certificate library: `node platform/simulators/certificates/main.ts [--port 7491]`. It
 * prints its address and the setting `certificates` that lets a hub ask it; with a channel to its parent it says that it
 * is ready, as the hub does.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startCertificateLibrary } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7491' } } });
const library = await startCertificateLibrary({ port: Number(values.port), timers: systemTimers });
process.stdout.write(
  `E-certificate library simulator (模拟电子证照库) at ${library.url}\nSetting certificates: ${JSON.stringify({ url: library.url, simulated: true })}\n`,
);
process.send?.({ ready: true, url: library.url });
const end = (): void => void library.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, end);
