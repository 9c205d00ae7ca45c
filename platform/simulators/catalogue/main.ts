/**
 * Runs the simulator of an upper catalogue: `node platform/simulators/catalogue/main.ts [--port 7510] [--count 3000]`. It
 * prints its address and the setting `catalogue` that lets a hub take its items.
 */
import { parseArgs } from 'node:util';
import { systemTimers } from '../../timers.ts';
import { startUpperCatalogue } from './simulator.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '7510' }, count: { type: 'string', default: '3000' } },
});
const upper = await startUpperCatalogue({
  port: Number(values.port),
  count: Number(values.count),
  timers: systemTimers,
});
const setting = {
  url: upper.url,
  everyMinutes: 5,
  departments: { '410403001': '<department id>' },
  topics: { T01: '<topic id>' },
};
process.stdout.write(
  `Upper catalogue (模拟上级事项库) at ${upper.url}\nSetting catalogue: ${JSON.stringify(setting)}\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void upper.close().then(() => process.exit(0)));
