import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { MAX_CERTIFICATE_BYTES } from '../../../contracts/certificate.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import { paperType } from '../../../contracts/material.ts';
import { fail, ok } from '../../../contracts/result.ts';
import { bytesOfBuffer } from '../../blobs/inspect/bytes.ts';
import { inspectBytes } from '../../blobs/inspect/inspect.ts';
import type { CertificateSettings } from '../../certificates/settings.ts';
import type { Answer } from '../../refusal.ts';
import type { CertificateLibrary, LibraryFile } from './library.ts';
import { certificateOf, codeData, envelope, fileData, HOLDER_TYPE, listData } from './wire.ts';

const KB = 1_024;
const MAX_LIST = 512 * KB;
const MAX_CODE = 16 * KB;
/** base64 and the words around it. */
const MAX_FILE = Math.ceil((MAX_CERTIFICATE_BYTES * 4) / 3) + 16 * KB;

interface Call<T extends z.ZodType> {
  path: string;
  person: Person;
  body: Record<string, string>;
  schema: T;
  maxBytes: number;
}

/** The library over HTTP. `say` is told why an answer was none, in words without personal data. */
export function httpLibrary(
  settings: Pick<CertificateSettings, 'url' | 'headers' | 'timeoutMs' | 'answers'>,
  say: (why: string) => void,
  call: typeof fetch = fetch,
): CertificateLibrary {
  const away = (why: string) => {
    say(why);
    return fail('certificate.libraryAway', why);
  };

  async function ask<T extends z.ZodType>(c: Call<T>): Promise<Answer<z.output<T>>> {
    const holder = { holderType: HOLDER_TYPE, holderCode: c.person.idNumber, holderName: c.person.name };
    let status: number;
    let text: string | null;
    try {
      const response = await call(`${settings.url.replace(/\/$/, '')}${c.path}`, {
        method: 'POST',
        headers: { ...settings.headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ ...holder, ...c.body }),
        // A gateway's page of sign-in must not count as an answer.
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      status = response.status;
      text = await readText(response, c.maxBytes);
    } catch (e) {
      return away(e instanceof Error ? e.name : 'no answer');
    }
    if (text === null) return away('the answer is too long');
    if (status >= 500 || status === 408 || status === 429) return away(`HTTP ${status}`);
    const said = envelope.safeParse(parseJson(text));
    if (!said.success) return away(`HTTP ${status}, no answer of the interface`);
    const { code, data } = said.data;
    const is = (codes: readonly (string | number)[]) => codes.some((one) => String(one) === String(code));
    if (is(settings.answers.unknown)) return fail('not.found');
    if (is(settings.answers.notNow)) return fail('certificate.notNow');
    if (status >= 400 || !is(settings.answers.accepted)) return fail('certificate.refused', `code ${code}`);
    const parsed = c.schema.safeParse(data);
    return parsed.success ? ok(parsed.data) : away(`data: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  }

  /** An answer about another person, or another certificate, is none. */
  const isOf = (person: Person, id: string, said: { holderCode: string; certificateId: string }): boolean =>
    said.holderCode === person.idNumber && said.certificateId === id;

  return {
    async list(person) {
      const wish = { path: '/certificates/query', person, body: {}, schema: listData, maxBytes: MAX_LIST };
      const said = await ask(wish);
      if (!said.ok) return said;
      const { certificates } = said.value;
      if (certificates.some((c) => c.holderCode !== person.idNumber)) return away('another holder');
      const ids = new Set(certificates.map((c) => c.certificateId));
      return ids.size < certificates.length ? away('an id twice') : ok(certificates.map(certificateOf));
    },
    async file(person, id) {
      const body = { certificateId: id };
      const wish = { path: '/certificates/file', person, body, schema: fileData, maxBytes: MAX_FILE };
      const said = await ask(wish);
      if (!said.ok) return said;
      return isOf(person, id, said.value) ? readFile(said.value) : away('another holder');
    },
    async code(person, id) {
      const body = { certificateId: id };
      const wish = { path: '/certificates/code', person, body, schema: codeData, maxBytes: MAX_CODE };
      const said = await ask(wish);
      if (!said.ok) return said;
      if (!isOf(person, id, said.value)) return away('another holder');
      return ok({ text: said.value.text, ttlMs: said.value.expiresIn * 1_000 });
    },
  };
}

/** The type is read from the bytes, whatever the library calls it. What a PDF would do is of no matter: it is drawn. */
async function readFile({ content, sha256 }: z.output<typeof fileData>): Promise<Answer<LibraryFile>> {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length === 0 || bytes.length > MAX_CERTIFICATE_BYTES) return fail('certificate.badFile', 'size');
  if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256)
    return fail('certificate.badFile', 'hash');
  const inspected = await inspectBytes(bytesOfBuffer(bytes));
  if (!inspected.ok) return fail('certificate.badFile', inspected.error.code);
  const { suspicious } = inspected.value;
  const type = paperType.safeParse(inspected.value.type).data;
  if (type === undefined) return fail('certificate.badFile', 'type');
  return suspicious.includes('broken') || suspicious.includes('encrypted')
    ? fail('certificate.badFile', suspicious.join(' '))
    : ok({ type, bytes });
}

/** null: longer than `maxBytes`. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
