/**
 * Runs the simulator of an e-seal platform: `node platform/simulators/seals/main.ts [--port 7504]`. It prints its address,
 * where the codes for the enterprises' phones are shown, and the setting `seals` that sends a hub to it.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startSeals } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7504' } } });
const seals = await startSeals({ port: Number(values.port), timers: systemTimers, now: Date.now });
process.stdout.write(
  `E-seal platform simulator (模拟电子印章系统) at ${seals.origin}\nSetting seals: ${JSON.stringify(seals.setting)}\n`,
);
process.send?.({ ready: true, url: seals.origin });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void seals.close().then(() => process.exit(0)));
