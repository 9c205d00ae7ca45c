import { createHash, createPublicKey, type Hash, verify } from 'node:crypto';
import { Unzip, UnzipPassThrough } from 'fflate';
import { z } from 'zod';
import { materialBody, materialSignature, materialSigned } from '../../../contracts/material.ts';

/** `manifest.json` of an export, as far as it is verified. */
const manifest = z.object({
  format: z.literal('hall-terminal export v1'),
  applicationId: z.string(),
  materials: z.array(
    z.object({
      file: z.string(),
      size: z.number(),
      sha256: z.string(),
      sm3: z.string(),
      publicKey: z.string(),
      signature: materialSignature,
      signed: z.string(),
      body: z.looseObject({}),
    }),
  ),
});

export interface MaterialReport {
  file: string;
  terminalId: string;
  /** When the citizen kept it, as the terminal signed it. */
  at: string;
  publicKey: string;
  problems: string[];
}
export interface ExportReport {
  materials: MaterialReport[];
  /** Of the zip as a whole. */
  problems: string[];
}

const MANIFEST = 'manifest.json';
/** A manifest is text about at most 200 materials. */
const MAX_MANIFEST = 32 * 1024 * 1024;

interface Found {
  size: number;
  sha256: string;
  sm3: string;
}

/** Reads the zip part by part, so that its size does not matter. Throws when it is no export. */
export async function verifyExport(zip: AsyncIterable<Uint8Array>): Promise<ExportReport> {
  const { files, text, twice } = await readZip(zip);
  if (text === null) throw new Error('it holds no manifest.json');
  const { applicationId, materials } = manifest.parse(JSON.parse(text));
  const listed = new Set(materials.map((m) => m.file));
  const problems = [
    ...[...files.keys()].filter((name) => !listed.has(name)).map((name) => `${name} is not in the manifest`),
    ...twice.map((name) => `${name} is there twice`),
  ];
  return { problems, materials: materials.map((m) => examine(m, files.get(m.file), applicationId)) };
}

function examine(
  m: z.infer<typeof manifest>['materials'][number],
  found: Found | undefined,
  applicationId: string,
): MaterialReport {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  expect(found !== undefined, 'the file is missing');
  if (found) {
    expect(found.size === m.size, `the file has ${found.size} bytes, not ${m.size}`);
    expect(found.sha256 === m.sha256, 'the SHA-256 of the file is another');
    expect(found.sm3 === m.sm3, 'the SM3 of the file is another');
  }
  const body = materialBody.safeParse({ ...m.body, signature: m.signature });
  expect(body.success, 'the body is no material');
  if (body.success) {
    const { document } = body.data;
    expect(materialSigned(m.body as never) === m.signed, 'what was signed is not the body');
    expect(
      document.sha256 === m.sha256 && document.sm3 === m.sm3 && document.size === m.size,
      'the signed hashes are others than those of the manifest',
    );
    expect(body.data.applicationId === applicationId, 'it belongs to another application');
  }
  expect(m.signature.alg === 'Ed25519', `signatures by ${m.signature.alg} cannot be verified here`);
  expect(isSigned(m), 'the signature does not hold');
  return {
    file: m.file,
    terminalId: body.success ? body.data.terminalId : '?',
    at: body.success ? new Date(body.data.at).toISOString() : '?',
    publicKey: m.publicKey,
    problems,
  };
}

function isSigned(m: { publicKey: string; signed: string; signature: { value: string } }): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: m.publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(m.signed, 'utf8'), key, Buffer.from(m.signature.value, 'base64url'));
  } catch {
    return false;
  }
}

async function readZip(
  zip: AsyncIterable<Uint8Array>,
): Promise<{ files: Map<string, Found>; text: string | null; twice: string[] }> {
  const files = new Map<string, Found>();
  const twice: string[] = [];
  let text: string | null = null;
  const unzip = new Unzip((file) => {
    const [sha256, sm3]: [Hash, Hash] = [createHash('sha256'), createHash('sm3')];
    const kept: Uint8Array[] = [];
    let size = 0;
    if (files.has(file.name)) twice.push(file.name);
    file.ondata = (error, part, final) => {
      if (error) throw error;
      size += part.length;
      sha256.update(part);
      sm3.update(part);
      if (file.name === MANIFEST) {
        if (size > MAX_MANIFEST) throw new Error('manifest.json is too large');
        kept.push(part.slice());
      }
      if (!final) return;
      if (file.name === MANIFEST) text = Buffer.concat(kept).toString('utf8');
      else files.set(file.name, { size, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') });
    };
    file.start();
  });
  unzip.register(UnzipPassThrough);
  for await (const part of zip) unzip.push(part);
  unzip.push(new Uint8Array(0), true);
  return { files, text, twice };
}
