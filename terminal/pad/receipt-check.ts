import { createPublicKey, verify } from 'node:crypto';
import { parseReceipt, type Receipt } from '../../contracts/receipt.ts';
import { fail, type Result } from '../../contracts/result.ts';

/**
 * Reads a scanned receipt and proves that the hub made it, without the network.
 * `key` is the hub's Ed25519 public key, base64url of the raw 32 bytes.
 * Errors: `receipt.unreadable` (not a receipt of ours), `receipt.forged` (the signature does not hold).
 */
export function checkReceipt(text: string, key: string): Result<Receipt> {
  const parsed = parseReceipt(text);
  if (!parsed.ok) return parsed;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  const signature = Buffer.from(parsed.value.signature, 'base64url');
  return verify(null, Buffer.from(parsed.value.signed), publicKey, signature)
    ? parsed
    : fail('receipt.forged');
}
