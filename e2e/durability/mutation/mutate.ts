/**
 * Breaks the product on purpose: `HALL_MUTATION=<name> node --import <this file> …`. The durability tests must notice each of these;
 * a mutation whose place is no longer in the source stops the run, so that the gate cannot fall silent.
 */
import { registerHooks } from 'node:module';
import { MUTATIONS } from './mutations.ts';

const name = process.env.HALL_MUTATION ?? '';
const mutation = MUTATIONS[name];
if (mutation === undefined) throw new Error(`no such mutation: ${name}`);
let applied = false;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(mutation.file)) return loaded;
    const source = String(loaded.source);
    if (!source.includes(mutation.from)) throw new Error(`mutation ${name}: ${mutation.file} has changed`);
    applied = true;
    return { ...loaded, source: source.replace(mutation.from, mutation.to) };
  },
});
process.on('exit', () => {
  if (!applied) process.stderr.write(`mutation ${name} was not applied\n`);
});
