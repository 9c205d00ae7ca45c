import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../context.ts';

/** A ticket opens bytes for so long. */
export const TICKET_MS = 15 * 60_000;

/** What a ticket opens: `thumbnails` and `export` of an application, `view` and `download` of a material. */
export interface TicketFacts {
  purpose: 'thumbnails' | 'view' | 'download' | 'export';
  /** Of the application or the material. */
  id: string;
  /** Key of the session that it was given to. */
  session: Buffer;
}
type Hub = { now: () => Date; secrets: Pick<Secrets, 'mac'> };

/**
 * A look is audited when its ticket is given; the bytes are then fetched by plain GETs, in as many parts as the viewer
 * wants. A ticket is an HMAC and kept nowhere. It is of no use without the session's cookie.
 */
export function newTicket({ now, secrets }: Hub, facts: TicketFacts): string {
  const until = (now().getTime() + TICKET_MS).toString(36);
  return `${until}.${mac(secrets, facts, until)}`;
}

export function isTicket({ now, secrets }: Hub, facts: TicketFacts, ticket: string): boolean {
  const [until = '', proof = '', ...rest] = ticket.split('.');
  if (rest.length > 0 || !/^[0-9a-z]{1,12}$/.test(until)) return false;
  const given = Buffer.from(proof, 'utf8');
  const right = Buffer.from(mac(secrets, facts, until), 'utf8');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  return now().getTime() < Number.parseInt(until, 36);
}

const mac = (secrets: Hub['secrets'], { purpose, id, session }: TicketFacts, until: string): string =>
  secrets
    .mac('material.ticket', `${purpose} ${id} ${session.toString('hex')} ${until}`)
    .toString('base64url');
