/**
 * Runs the simulator of the upper identity system: `node platform/simulators/identity/main.ts [--port 7501]`. It prints its
 * address, where its QR codes are shown, and the setting `identity` that sends a hub to it.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startIdentity } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7501' } } });
const identity = await startIdentity({ port: Number(values.port), timers: systemTimers, now: Date.now });
process.stdout.write(
  `Identity simulator (模拟身份系统) at ${identity.origin}\nSetting identity: ${JSON.stringify(identity.setting)}\n`,
);
process.send?.({ ready: true, url: identity.origin });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void identity.close().then(() => process.exit(0)));
