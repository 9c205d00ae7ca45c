import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { writeDurably } from '../../sync/files.ts';

/** Which devices a technician has switched off: `devices-off.json` in the data directory. */
const file = z.strictObject({ off: z.array(z.string().max(40)).max(100) });

export interface Switches {
  isOff(id: string): boolean;
  /** Answers after the file is durable. */
  set(id: string, on: boolean): Result<null>;
}

/** A file that cannot be read counts as empty: every device is on, and the log says so. */
export function openSwitches(
  path: string,
  log: (event: string, data?: Record<string, unknown>) => void,
): Switches {
  let off = new Set(read());
  function read(): string[] {
    try {
      return file.parse(JSON.parse(readFileSync(path, 'utf8'))).off;
    } catch (e) {
      const { code } = e as NodeJS.ErrnoException;
      if (code !== 'ENOENT') log('device.switchesUnreadable', { error: code ?? 'not valid' });
      return [];
    }
  }
  return {
    isOff: (id) => off.has(id),
    set(id, on) {
      const next = new Set(off);
      if (on) next.delete(id);
      else next.add(id);
      try {
        writeDurably(path, Buffer.from(`${JSON.stringify({ off: [...next] })}\n`));
      } catch (e) {
        return fail('store.fault', (e as NodeJS.ErrnoException).code ?? 'unknown');
      }
      off = next;
      return ok(null);
    },
  };
}
