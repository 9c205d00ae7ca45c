import { createHash } from 'node:crypto';
import type { IdCard } from '../../contracts/id-card.ts';
import { type Failure, fail, ok, type Result } from '../../contracts/result.ts';
import { checkCard } from './check.ts';
import type { Ask } from './exchange.ts';
import { presence } from './presence.ts';
import { ADDRESS_BYTES, partsOf } from './shapes.ts';
import { type AskFailure, isReaderFault, isUnsupported, SW3_FINGERPRINT, SW3_NONE } from './sw3.ts';
import { decodeAddress, decodeText } from './text.ts';

export interface ReadOptions {
  /** Read the fingerprint template too; it is erased at once. */
  fingerprint: boolean;
  /** Read all twice and compare: for a line that has shown damage. */
  twice: boolean;
  /** `2026-01-31` in the hall. */
  today: string;
}

export interface CardRead {
  card: IdCard;
  /** WLT, 1024 bytes. */
  photo: Uint8Array;
  /** SHA-256 of the card's text: tells one card from another without keeping either. */
  digest: string;
}
/** With a digest, the card let itself be read and is refused for what it says. */
export type CardFailure = Failure & { digest: string | null };

/** Selects the card that was found. */
export async function selectCard(ask: Ask): Promise<Result<null>> {
  const selected = await ask('select');
  return selected.ok ? ok(null) : { ok: false, error: await tooSoon(ask, selected.error) };
}

/** Reads the selected card and checks what it says: a card is given only when all of it holds. */
export async function readCard(ask: Ask, options: ReadOptions): Promise<Result<CardRead, CardFailure>> {
  const first = await readRaw(ask, options.fingerprint);
  if (!first.ok) return unread(ask, first.error);
  const second = options.twice ? await readRaw(ask, options.fingerprint) : first;
  if (!second.ok) return unread(ask, second.error);
  const checked = isSame(first.value, second.value)
    ? understand(first.value, options.today)
    : fail('idCard.changed');
  const digest = createHash('sha256').update(first.value.text).digest('hex');
  return checked.ok
    ? ok({ card: checked.value, photo: first.value.photo, digest })
    : { ok: false, error: { ...checked.error, digest } };
}

async function unread(ask: Ask, error: AskFailure): Promise<Result<never, CardFailure>> {
  return { ok: false, error: { ...(await tooSoon(ask, error)), digest: null } };
}

/** Whether the card failed, or was taken away before it was read. */
async function tooSoon(ask: Ask, { sw3, ...failure }: AskFailure): Promise<Failure> {
  if (sw3 === undefined || isReaderFault(failure.code)) return failure;
  return (await presence(ask)) === 'gone' ? { code: 'idCard.removedTooSoon' } : failure;
}

/** What the card's chip gave. */
interface RawCard {
  text: Uint8Array;
  photo: Uint8Array;
  /** Null when the card has none. */
  newestAddress: Uint8Array | null;
}

async function readRaw(ask: Ask, fingerprint: boolean): Promise<Result<RawCard, AskFailure>> {
  const parts = await readParts(ask, fingerprint);
  if (!parts.ok) return parts;
  const newest = await readAddress(ask);
  return newest.ok ? ok({ ...parts.value, newestAddress: newest.value }) : newest;
}

async function readAddress(ask: Ask): Promise<Result<Uint8Array | null, AskFailure>> {
  const newest = await ask('newestAddress');
  if (!newest.ok) return isUnsupported(newest.error) ? ok(null) : newest;
  const { sw3, data } = newest.value;
  if (sw3 === SW3_NONE) return ok(null);
  if (data.length % ADDRESS_BYTES === 0) return ok(data);
  // An odd length is the reader's own, or comes of a damaged LEN: then it does not come again.
  const again = await ask('newestAddress');
  if (!again.ok) return again;
  return equal(data, again.value.data) ? ok(data) : fail('device.garbled', 'newest address');
}

async function readParts(
  ask: Ask,
  fingerprint: boolean,
): Promise<Result<Omit<RawCard, 'newestAddress'>, AskFailure>> {
  const command = fingerprint ? 'readWithFingerprint' : 'read';
  const reply = await ask(command);
  if (!reply.ok) return fingerprint && reply.error.sw3 === SW3_FINGERPRINT ? readParts(ask, false) : reply;
  const parts = partsOf(command, reply.value.data);
  if (parts === null) return fail('device.garbled', command);
  const [text, photo] = [parts.text.slice(), parts.photo.slice()];
  reply.value.data.fill(0);
  return ok({ text, photo });
}

/** The photo is not compared: damage in it changes no identity, and the decoder shows it. */
const isSame = (a: RawCard, b: RawCard): boolean =>
  equal(a.text, b.text) && equal(a.newestAddress ?? NOTHING, b.newestAddress ?? NOTHING);
const NOTHING = new Uint8Array(0);
const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, n) => byte === b[n]);

function understand(raw: RawCard, today: string): Result<IdCard> {
  const printed = decodeText(raw.text);
  if (!printed.ok) return printed;
  const card = withNewestAddress(printed.value, raw.newestAddress);
  return card === null ? fail('idCard.unreadable', 'newest address') : checkCard(card, today);
}

/** The newest address stands in the place of the printed one, on cards that have an address. */
function withNewestAddress(card: IdCard, newest: Uint8Array | null): IdCard | null {
  if (newest === null || card.kind === 'foreigner2017' || card.kind === 'foreigner2023') return card;
  const address = decodeAddress(newest);
  if (address === null) return null;
  return address === '' ? card : { ...card, address };
}
