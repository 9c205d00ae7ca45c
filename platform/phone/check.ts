import type { ErrorCode } from '../../contracts/errors.ts';
import { type PaperType, paperType } from '../../contracts/material.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Bytes } from '../blobs/inspect/bytes.ts';
import { inspectBytes } from '../blobs/inspect/inspect.ts';
import type { Suspicion } from '../blobs/inspect/suspicion.ts';
import type { Answer } from '../refusal.ts';

/**
 * What is wrong with a file of which this is said; the first that applies is told. Bytes behind the end of a picture
 * are not: phones write films and depths of field there, and the terminal cuts them off.
 */
const REFUSED: readonly [Suspicion, ErrorCode][] = [
  ['javascript', 'material.active'],
  ['launch', 'material.active'],
  ['embeddedFile', 'material.active'],
  ['encrypted', 'material.locked'],
  ['hugeImage', 'material.tooManyPixels'],
  ['polyglot', 'material.badFile'],
  ['broken', 'material.badFile'],
  ['unchecked', 'material.badFile'],
];

/**
 * May these bytes wait for a kiosk? Their type is what they are, whatever the phone says. The kiosk looks again, with a
 * parser, before they become a page. `material.badFile`, `material.active`, `material.locked`, `material.tooManyPixels`.
 */
export async function checkFile(bytes: Bytes): Promise<Answer<PaperType>> {
  const looked = await inspectBytes(bytes);
  if (!looked.ok)
    return fail(looked.error.code === 'blob.tooManyPixels' ? 'material.tooManyPixels' : 'material.badFile');
  const { type: found, suspicious } = looked.value;
  const type = paperType.safeParse(found).data;
  if (type === undefined) return fail('material.badFile', found);
  const odd = REFUSED.find(([suspicion]) => suspicious.includes(suspicion));
  if (odd !== undefined) return fail(odd[1], odd[0]);
  if (type === 'application/pdf' && suspicious.includes('trailingData'))
    return fail('material.badFile', 'trailingData');
  return ok(type);
}
