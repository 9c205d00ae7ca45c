/**
 * Runs the simulator of an enterprise register: `node platform/simulators/enterprise-register/main.ts [--port 7503]`. It
 * prints its address, where its enterprises are listed, and the setting `enterpriseRegister` that sends a hub to it.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startRegister } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7503' } } });
const register = await startRegister({ port: Number(values.port), timers: systemTimers });
process.stdout.write(
  `Enterprise register simulator (模拟企业登记库) at ${register.origin}\nSetting enterpriseRegister: ${JSON.stringify(register.setting)}\n`,
);
process.send?.({ ready: true, url: register.origin });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void register.close().then(() => process.exit(0)));
