import {
  type MaterialBody,
  materialBody,
  materialSigned,
  type UnsignedMaterial,
} from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

/**
 * Signs for this terminal: base64url over the UTF-8 bytes of a text. Ed25519 is the device key's (`DeviceKey.sign`).
 * SM2 (GB/T 32918) has to come from a module that takes the signer's identity of GB/T 35276: Node's OpenSSL signs SM2
 * with an empty one, which no other implementation would verify.
 */
export interface MaterialSigner {
  alg: MaterialBody['signature']['alg'];
  sign(text: string): string;
}

const unsignedBody = materialBody.omit({ signature: true });

/** `input.invalid`: it is not what the contract calls a material; the detail names the field. */
export function signMaterial(unsigned: UnsignedMaterial, signer: MaterialSigner): Result<MaterialBody> {
  // What the contract makes of it is what is signed, such as a title without the blanks around it.
  const parsed = unsignedBody.safeParse(unsigned);
  if (!parsed.success) return fail('input.invalid', parsed.error.issues[0]?.path.join('.'));
  const signature = { alg: signer.alg, value: signer.sign(materialSigned(parsed.data)) };
  const signed = materialBody.safeParse({ ...parsed.data, signature });
  return signed.success ? ok(signed.data) : fail('input.invalid', 'signature');
}
