/**
 * Breaks the product on purpose: `HALL_MUTATION=<name> node --import <this file> …`. A mutation whose place is no
 * longer in the source stops the run, so that the gate cannot fall silent.
 */
import { registerHooks } from 'node:module';
import { MUTATIONS } from './mutations.ts';

const name = process.env.HALL_MUTATION ?? '';
const edits = MUTATIONS[name];
if (edits === undefined) throw new Error(`no such mutation: ${name}`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const mine = edits.filter((e) => url.endsWith(e.file));
    if (mine.length === 0) return loaded;
    const source = mine.reduce((text, { file, from, to }) => {
      if (!text.includes(from)) throw new Error(`mutation ${name}: ${file} has changed`);
      return text.replace(from, () => to);
    }, String(loaded.source));
    return { ...loaded, source };
  },
});
