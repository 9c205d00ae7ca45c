import type { Reference } from '../../contracts/reference.ts';
import type { PadStatus, PadUpdate } from '../../contracts/terminal.ts';

/** Leaves the reference data out of each status that has the same as the one before: they are most of its bytes. */
export async function* padUpdates(statuses: AsyncIterable<PadStatus>): AsyncGenerator<PadUpdate, void, void> {
  let sent: Reference | null | undefined;
  for await (const status of statuses) {
    const { reference, ...rest } = status;
    yield reference === sent ? rest : status;
    sent = reference;
  }
}
