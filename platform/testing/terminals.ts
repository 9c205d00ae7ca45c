import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { tokenProof } from '../../contracts/hub/terminal-api.ts';
import type { HubContext } from '../context.ts';
import { secretHash } from '../secret-hash.ts';
import { terminalRow } from '../terminals/row.ts';

export interface TestTerminal {
  id: string;
  windowId: string;
  privateKey: KeyObject;
  /** Of the raw key, base64url. */
  publicKey: string;
}

/** Keys of a terminal that no hub knows yet. */
export function newTerminal(id = 'pad-01', windowId = 'w1'): TestTerminal {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { id, windowId, privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
}

export const signProof = (terminal: TestTerminal, nonce: string): string =>
  sign(null, Buffer.from(tokenProof(terminal.id, nonce), 'utf8'), terminal.privateKey).toString('base64url');

/** Puts a terminal into service, as if it had been enrolled. */
export async function addTerminal(
  hub: Pick<HubContext, 'db' | 'now'>,
  terminal: TestTerminal = newTerminal(),
): Promise<TestTerminal> {
  await hub.db
    .insertInto('terminal')
    .values(
      terminalRow({
        id: terminal.id,
        window_id: terminal.windowId,
        state: 'active',
        public_key: Buffer.from(terminal.publicKey, 'base64url'),
        enrolled_at: hub.now(),
      }),
    )
    .execute();
  return terminal;
}

/** Puts a terminal in wait for its first contact, with the code for it. */
export async function awaitTerminal(
  { db }: Pick<HubContext, 'db'>,
  { id, windowId, code }: { id: string; windowId: string; code: string },
  expiresAt: Date,
): Promise<void> {
  await db
    .insertInto('terminal')
    .values(terminalRow({ id, window_id: windowId }))
    .execute();
  await db
    .insertInto('enrolment')
    .values({ terminal_id: id, code_sha256: secretHash(code), expires_at: expiresAt, used_at: null })
    .execute();
}
