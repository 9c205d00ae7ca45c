import type { Ask } from './exchange.ts';
import { isMisheard, SW3_NOT_FOUND } from './sw3.ts';

/**
 * `there` the card that was selected still lies on the reader · `placed` a card lies there that is not selected: another
 * one, or the same after it was lifted · `gone` · `silent` the reader gave no usable answer, which says nothing.
 */
export type Presence = 'there' | 'placed' | 'gone' | 'silent';

/**
 * Whether a card lies on the reader. The protocol has no command for it, and "find" alone can't tell:
 *
 * - ISO 14443-3 type B: a selected card is ACTIVE and answers no further request until it loses the field, so "find"
 *   answers 80 both for a card that was read and lies there and for no card. Some readers drop the field between
 *   commands and find the same card again and again.
 * - A selected card does answer reads. The makers' own example (Routon SDK for Android, `ReaderTask`) asks for the newest
 *   address in a loop after a read and takes the first failure for the removal.
 *
 * Hence: newest address 90 or 91 → it is there. Else "find": 9F → a card lies there unselected; 80 → none.
 * [assumed] A card that was never selected, or whose read failed in the middle, may look `gone` while it lies there.
 */
export async function presence(ask: Ask): Promise<Presence> {
  const address = await ask('newestAddress');
  if (address.ok) return 'there';
  if (address.error.sw3 === undefined || isMisheard(address.error)) return 'silent';
  const found = await ask('find');
  if (found.ok) return 'placed';
  return found.error.sw3 === SW3_NOT_FOUND ? 'gone' : 'silent';
}
