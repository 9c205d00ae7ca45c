import type { Clock } from '../../contracts/clock.ts';
import type { SelfTest } from '../../contracts/devices.ts';
import type { Failure, Result } from '../../contracts/result.ts';
import type { Line } from '../channel/types.ts';
import type { Ask } from './exchange.ts';
import { samIdText } from './sam-id.ts';
import { SW3_NOT_FOUND } from './sw3.ts';

type Found = Result<string | null>;

/** Steps `idCard.open`, `idCard.status`, `idCard.samId`, `idCard.find`; stops at the first that fails. A card need not be there. */
export async function runSelfTest(line: Line, ask: Ask, clock: Clock): Promise<SelfTest> {
  const steps: [name: string, run: () => Promise<Found>][] = [
    ['idCard.open', async () => opened(line)],
    ['idCard.status', async () => detail(await ask('status'), () => null)],
    ['idCard.samId', async () => detail(await ask('samId'), ({ data }) => samIdText(data))],
    ['idCard.find', () => find(ask)],
  ];
  const at = clock.wallMs();
  const done: SelfTest['steps'] = [];
  for (const [name, run] of steps) {
    const started = clock.boottimeMs();
    const found = await run();
    const ms = Math.max(0, Math.round(clock.boottimeMs() - started));
    done.push({
      name,
      ok: found.ok,
      code: found.ok ? null : found.error.code,
      detail: found.ok ? found.value : (found.error.detail ?? null),
      ms,
    });
    if (!found.ok) break;
  }
  return { ok: done.length === steps.length && done.every((step) => step.ok), at, steps: done };
}

function opened(line: Line): Found {
  const channel = line.channel();
  if (channel !== null) return { ok: true, value: channel.port };
  return { ok: false, error: { code: line.code() ?? 'device.missing' } };
}

/** Both answers tell that the antenna works: a card, or none. */
async function find(ask: Ask): Promise<Found> {
  const found = await ask('find');
  if (found.ok) return { ok: true, value: 'SW3 9F' };
  return found.error.sw3 === SW3_NOT_FOUND ? { ok: true, value: 'SW3 80' } : found;
}

const detail = <T>(result: Result<T, Failure>, text: (value: T) => string | null): Found =>
  result.ok ? { ok: true, value: text(result.value) } : result;
