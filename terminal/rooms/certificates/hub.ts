import type { z } from 'zod';
import type { PrintPurpose } from '../../../contracts/certificate.ts';
import { certificateReplies, type PrintOutcome } from '../../../contracts/hub/certificates-api.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import type { PaperType } from '../../../contracts/material.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { HubLink } from '../../../sync/types.ts';

/** The hub asks a library that may be slow, ms. */
const TIMEOUT_MS = 11_000;
const SETTLE_MS = 5_000;

type Link = Pick<HubLink, 'ask' | 'online'>;

/** Whom a question is about: a visit, or whoever a flow knows. */
interface Asker {
  identity: Person | null;
}

/** `auth.required`: nobody has proven who they are. */
const provenIn = ({ identity }: Asker): Result<Person> =>
  identity === null || identity.by === 'typed' ? fail('auth.required') : ok(identity);

/** What the kiosk asks the hub about certificates of a person; `hub.unreachable`, `hub.notOurs`, and the hub's own codes. */
export function askHub(link: Link) {
  async function post<T extends z.ZodType>(
    path: string,
    reply: T,
    who: Asker,
    body: object,
  ): Promise<Result<z.output<T>>> {
    const proven = provenIn(who);
    if (!proven.ok) return proven;
    if (!link.online()) return fail('hub.unreachable');
    const { name, idNumber, by } = proven.value;
    const asked = { person: { name, idNumber, by }, ...body };
    return link.ask(
      { method: 'POST', path: `/kiosk/certificates${path}`, body: asked, timeoutMs: TIMEOUT_MS },
      reply,
    );
  }
  const { list, file, code, print } = certificateReplies;
  return {
    list: (who: Asker, materialCode: string | null) => post('/list', list, who, { materialCode }),
    async file(who: Asker, id: string): Promise<Result<{ type: PaperType; bytes: Uint8Array }>> {
      const asked = await post('/file', file, who, { id });
      if (!asked.ok) return asked;
      const { type, base64 } = asked.value.file;
      return ok({ type, bytes: Buffer.from(base64, 'base64') });
    },
    code: (who: Asker, id: string) => post('/code', code, who, { id }),
    print: (who: Asker, wish: { id: string; printId: string; purpose: PrintPurpose }) =>
      post('/print', print, who, wish),
    /** Answers whether the hub knows it now. */
    async printed(printId: string, outcome: PrintOutcome): Promise<boolean> {
      const body = { printId, outcome };
      const question = { method: 'POST' as const, path: '/kiosk/certificates/printed', body };
      const asked = await link.ask({ ...question, timeoutMs: SETTLE_MS }, certificateReplies.printed);
      return asked.ok;
    },
  };
}
export type CertificateHub = ReturnType<typeof askHub>;
