/**
 * Runs the simulator of an SMS gateway: `node platform/simulators/sms/main.ts [--port 7502]`. It prints its address, where
 * its messages are shown, and the setting `sms` that sends a hub to it.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startSms } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7502' } } });
const sms = await startSms({ port: Number(values.port), timers: systemTimers });
process.stdout.write(
  `SMS simulator (模拟短信平台) at ${sms.origin}\nSetting sms: ${JSON.stringify(sms.setting)}\n`,
);
process.send?.({ ready: true, url: sms.origin });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void sms.close().then(() => process.exit(0)));
