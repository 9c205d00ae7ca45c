import { fail, type Result } from '../../contracts/result.ts';
import { type Node, readDictionary } from './dictionary.ts';

const LOAD_TIMEOUT_MS = 10_000;

let loaded: Promise<Result<Node>> | null = null;

/** The dictionary, read once and kept for the life of the page; a failed reading is tried again at the next call. */
export function loadDictionary(): Promise<Result<Node>> {
  loaded ??= read().then((result) => {
    if (!result.ok) loaded = null;
    return result;
  });
  return loaded;
}

async function read(): Promise<Result<Node>> {
  try {
    const response = await fetch(new URL('../../assets/generated/pinyin.txt', import.meta.url), {
      signal: AbortSignal.timeout(LOAD_TIMEOUT_MS),
    });
    if (!response.ok) return fail('dictionary.unavailable', `status ${response.status}`);
    const reading = readDictionary(await response.text());
    let step = reading.next();
    while (!step.done) {
      await new Promise((resolve) => setTimeout(resolve));
      step = reading.next();
    }
    return step.value;
  } catch (e) {
    return fail('dictionary.unavailable', e instanceof Error ? e.name : 'unknown');
  }
}
