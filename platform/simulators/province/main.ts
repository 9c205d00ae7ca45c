/**
 * Runs the province simulator: `node platform/simulators/province/main.ts [--port 7500]`. It prints its address and the
 * setting `relay` that sends a hub's ratings to it.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startProvince } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '7500' } } });
const province = await startProvince({ port: Number(values.port), timers: systemTimers });
const setting = {
  url: province.url,
  areaCode: '000000',
  areaName: '模拟',
  dataSource: '000',
  departments: { '<department id>': '000000000000000000' },
};
process.stdout.write(
  `Province simulator (模拟省级好差评) at ${province.url}\nSetting relay: ${JSON.stringify(setting)}\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void province.close().then(() => process.exit(0)));
