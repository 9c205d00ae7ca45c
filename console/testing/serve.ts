import { COUNTER_TOKEN } from './counter-routes.ts';
import { fixtureHub, PASSWORD } from './hub.ts';

/** `node console/testing/serve.ts [dist] [port]`: look at the built apps without a hub. Ctrl-C ends it. */
const ARRIVAL_MS = 8_000;
const hub = await fixtureHub({ dist: process.argv[2] ?? 'dist', port: Number(process.argv[3] ?? 0) });
setInterval(() => hub.arrive(1), ARRIVAL_MS);
process.stdout.write(
  `console  ${hub.url}/  (admin, rating, technician, viewer / ${PASSWORD})\n` +
    `counter  ${hub.url}/counter/#token=${COUNTER_TOKEN}\n`,
);
