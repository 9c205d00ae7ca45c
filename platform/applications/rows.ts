import { z } from 'zod';
import { type ApplicationBody, applicationBody } from '../../contracts/application.ts';
import { askedMaterial, MAX_ASKED } from '../../contracts/hub/applications-api.ts';
import { label } from '../../contracts/primitives.ts';
import type { Secrets } from '../context.ts';

/** What stored bytes are bound to when they are sealed. */
const bodyBinding = (id: string): string => `application.body:${id}`;
const eventBinding = (id: string): string => `case.event:${id}`;
const messageBinding = (id: string): string => `citizen.message:${id}`;

/** What a clerk writes to the citizen. */
export const eventWords = z.object({
  reason: z.string().max(500).nullable(),
  asked: z.array(askedMaterial).max(MAX_ASKED),
});
export type EventWords = z.infer<typeof eventWords>;
export const NO_WORDS: EventWords = { reason: null, asked: [] };

export const messageWords = z.object({
  title: label,
  note: z.string().max(500).nullable(),
  asked: z.array(askedMaterial).max(MAX_ASKED),
});
export type MessageWords = z.infer<typeof messageWords>;

type Sealing = Pick<Secrets, 'seal'>;
type Opening = Pick<Secrets, 'open'>;

export const sealBody = (secrets: Sealing, id: string, text: string): Buffer =>
  secrets.seal(Buffer.from(text, 'utf8'), bodyBinding(id));
export const sealEvent = (secrets: Sealing, id: string, words: EventWords): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(words), 'utf8'), eventBinding(id));
export const sealMessage = (secrets: Sealing, id: string, words: MessageWords): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(words), 'utf8'), messageBinding(id));

/** null: purged, or bytes that do not open, by another hub's key or because somebody changed them. */
export const openBody = (
  secrets: Opening,
  { id, body }: { id: string; body: Buffer | null },
): ApplicationBody | null => open(secrets, bodyBinding(id), body, applicationBody);
export const openEvent = (
  secrets: Opening,
  { id, body }: { id: string; body: Buffer | null },
): EventWords | null => open(secrets, eventBinding(id), body, eventWords);
export const openMessage = (
  secrets: Opening,
  { id, body }: { id: string; body: Buffer },
): MessageWords | null => open(secrets, messageBinding(id), body, messageWords);

function open<T>(secrets: Opening, binding: string, sealed: Buffer | null, shape: z.ZodType<T>): T | null {
  if (sealed === null) return null;
  try {
    return shape.parse(JSON.parse(secrets.open(sealed, binding).toString('utf8')));
  } catch {
    return null;
  }
}
