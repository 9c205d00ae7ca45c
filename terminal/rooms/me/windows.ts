import { z } from 'zod';
import { citizenReplies } from '../../../contracts/hub/citizens-api.ts';
import { type PetitionWindow, petitionWindow } from '../../../contracts/petition.ts';
import type { RoomTools } from '../types.ts';

type Tools = Pick<RoomTools, 'store' | 'link' | 'timers' | 'log' | 'config'>;

/** Name of the document that holds them. */
export const WINDOWS = 'me.windows';
const document = z.array(petitionWindow).max(500);

/** After the start, and from then on, ms: they hardly change, and are asked for again when a petition is written. */
const FIRST_MS = 25_000;
const EVERY_MS = 6 * 3_600_000;
const PATIENCE_MS = 3_000;

/** The hall's windows, kept for use without the hub. */
export interface WindowsCache {
  /** As the hub says now, else as last heard; none: never heard. */
  read(): Promise<PetitionWindow[]>;
  stop(): void;
}

export function createWindowsCache({ store, link, timers, log, config }: Tools): WindowsCache {
  async function refresh(): Promise<PetitionWindow[] | null> {
    if (!link.online()) return null;
    const question = { method: 'GET', path: '/kiosk/citizens/windows', timeoutMs: PATIENCE_MS } as const;
    const asked = await link.ask(question, citizenReplies.windows);
    if (!asked.ok) return null;
    const text = JSON.stringify(asked.value.windows);
    if (text !== store.document(WINDOWS)) {
      const kept = store.putDocument(WINDOWS, text);
      if (!kept.ok) log('me.windowsNotKept', { code: kept.error.code });
    }
    return asked.value.windows;
  }

  let cancel = () => {};
  const again = (ms: number): void => {
    cancel = timers.after(ms, () => void refresh().finally(() => again(EVERY_MS)));
  };
  if (config.role === 'kiosk') again(FIRST_MS);

  return {
    read: async () => (await refresh()) ?? keptIn(store.document(WINDOWS)),
    stop: () => cancel(),
  };
}

/** What does not fit is of another version: as if never heard. */
function keptIn(text: string | null): PetitionWindow[] {
  if (text === null) return [];
  try {
    return document.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
