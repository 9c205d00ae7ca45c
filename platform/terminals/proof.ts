import { createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { tokenProof } from '../../contracts/hub/terminal-api.ts';
import type { HubContext, Secrets } from '../context.ts';

/** A nonce is good for this long, and a token for that. */
export const NONCE_MS = 60_000;
export const TOKEN_MS = 3_600_000;
/** Another hub of this database may be a little ahead. */
const SKEW_MS = 5_000;

type Hub = Pick<HubContext, 'now' | 'secrets'>;

/**
 * Nonce and token carry their own proof (an HMAC under the hub's key) and are kept nowhere, so that any hub process
 * takes what another gave. A nonce may be used again within its minute: only by who can sign it.
 */
export function newNonce({ now, secrets }: Hub, terminalId: string): string {
  const facts = `${now().getTime().toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${facts}.${mac(secrets, 'terminal.nonce', `${terminalId} ${facts}`)}`;
}

export function isFreshNonce({ now, secrets }: Hub, terminalId: string, nonce: string): boolean {
  const [time, random, proof, ...rest] = nonce.split('.');
  if (time === undefined || random === undefined || proof === undefined || rest.length > 0) return false;
  if (!same(proof, mac(secrets, 'terminal.nonce', `${terminalId} ${time}.${random}`))) return false;
  const age = now().getTime() - Number.parseInt(time, 36);
  return age >= -SKEW_MS && age < NONCE_MS;
}

/** Ed25519 over the text of `tokenProof`; `publicKey` is the raw 32 bytes, `signature` base64url. */
export function isSigned(terminalId: string, nonce: string, signature: string, publicKey: Buffer): boolean {
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
      format: 'jwk',
    });
    const text = Buffer.from(tokenProof(terminalId, nonce), 'utf8');
    return verify(null, text, key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** What a token says: who it was given to, in which enrolment, and until when. */
export interface TokenFacts {
  terminalId: string;
  /** Moment of the enrolment, ms: a token of a key before it is void. */
  enrolledMs: number;
}

export function newToken({ now, secrets }: Hub, facts: TokenFacts): string {
  const until = (now().getTime() + TOKEN_MS).toString(36);
  const text = `${facts.terminalId}.${facts.enrolledMs.toString(36)}.${until}`;
  return `${text}.${mac(secrets, 'terminal.token', text)}`;
}

export function readToken({ now, secrets }: Hub, token: string): TokenFacts | null {
  const [terminalId, enrolled, until, proof, ...rest] = token.split('.');
  if (terminalId === undefined || enrolled === undefined || until === undefined) return null;
  if (proof === undefined || rest.length > 0) return null;
  if (!same(proof, mac(secrets, 'terminal.token', `${terminalId}.${enrolled}.${until}`))) return null;
  if (now().getTime() >= Number.parseInt(until, 36)) return null;
  return { terminalId, enrolledMs: Number.parseInt(enrolled, 36) };
}

const mac = (secrets: Secrets, purpose: string, text: string): string =>
  secrets.mac(purpose, text).toString('base64url');

function same(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}
