import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { tokenProof } from '../../contracts/hub/terminal-api.ts';
import type { HubContext } from '../context.ts';

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
    .values({
      id: terminal.id,
      window_id: terminal.windowId,
      state: 'active',
      public_key: Buffer.from(terminal.publicKey, 'base64url'),
      enrolled_at: hub.now(),
      last_seen_at: null,
      app: null,
      epoch: null,
      fault: null,
      clock_offset_ms: null,
    })
    .execute();
  return terminal;
}
