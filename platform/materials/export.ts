import { Zip, ZipPassThrough } from 'fflate';
import { materialSigned } from '../../contracts/material.ts';
import { fail, ok } from '../../contracts/result.ts';
import { type BlobReading, readBlob } from '../blobs/read.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { materialsOf } from './application.ts';
import type { FoundMaterial } from './list.ts';
import { ENDINGS, openBody } from './rows.ts';

/** A zip without 64-bit extensions ends at 4 GiB. */
const MAX_EXPORT_BYTES = 4_000_000_000;
const MAX_EXPORT_FILES = 2_000;

type Hub = Pick<HubContext, 'db' | 'now' | 'blobs' | 'log' | 'secrets'>;

const HOW_TO_VERIFY = {
  zh: [
    'manifest.json 之外的每个文件都列在 materials 中;SHA-256 和 SM3(GB/T 32905)以小写十六进制给出,应与文件一致。',
    'signed 是被签名的原文(UTF-8);publicKey 是该终端的 Ed25519 公钥(原始 32 字节,base64url);signature.value 是对 signed 的签名(RFC 8032,base64url)。',
    'signed 第二行的 JSON 应与 body(去掉 signature)相同,其中 document.sha256 应与文件一致:由此证明文件由该终端在所述时间生成。',
    '公钥是否属于该终端,请与中台或终端档案核对。工具:node scripts/verify-export.ts <zip>',
  ],
  en: [
    'Every file but manifest.json is listed under materials; SHA-256 and SM3 (GB/T 32905), in lower-case hexadecimal, must be those of the file.',
    "signed is the text that was signed (UTF-8); publicKey is the terminal's Ed25519 key (raw 32 bytes, base64url); signature.value is the signature over signed (RFC 8032, base64url).",
    'The JSON in the second line of signed must be body without its signature, and its document.sha256 the hash of the file: that proves which terminal made the file, and when.',
    'Whether the key is that terminal’s is to be asked of the hub or the terminal’s papers. Tool: node scripts/verify-export.ts <zip>',
  ],
};

/**
 * One application as a zip, part by part: its whole materials, stored, and `manifest.json` with hashes, signatures and
 * keys. `not.found` · `material.notWhole`: nothing to export · `input.tooLarge`. A blob that cannot be read ends the
 * stream with an error, so that no broken zip looks whole.
 */
export async function exportApplication(
  hub: Hub,
  applicationId: string,
  by: string,
): Promise<Answer<AsyncGenerator<Uint8Array>>> {
  const all = await materialsOf(hub, applicationId, MAX_EXPORT_FILES + 1);
  if (all.length === 0) return fail('not.found');
  const whole = all.filter((m) => m.state === 'whole');
  if (whole.length === 0) return fail('material.notWhole');
  if (all.length > MAX_EXPORT_FILES) return fail('input.tooLarge');
  if (whole.reduce((sum, m) => sum + m.size, 0) > MAX_EXPORT_BYTES) return fail('input.tooLarge');
  const files = whole.map((row, i) => ({ row, name: fileName(row, i + 1) }));
  const manifest = {
    format: 'hall-terminal export v1',
    applicationId,
    exportedAt: hub.now().toISOString(),
    exportedBy: by,
    materials: files.map(({ row, name }) => entryOf(hub, row, name)),
    notExported: all
      .filter((m) => m.state !== 'whole')
      .map(({ id, state, reason }) => ({ id, state, reason })),
    howToVerify: HOW_TO_VERIFY,
  };
  return ok(zipOf(hub, files, `${JSON.stringify(manifest, null, 2)}\n`));
}

/** Nothing in it comes from a person: number, code of the material, beginning of its id. */
const fileName = (row: FoundMaterial, no: number): string =>
  `materials/${String(no).padStart(2, '0')}-${row.code}-${row.id.slice(0, 8)}.${ENDINGS[row.type]}`;

function entryOf(hub: Hub, row: FoundMaterial, file: string) {
  const opened = openBody(hub.secrets, row);
  if (opened === null) throw new Error('the stored body of a material does not open');
  const { signature, ...body } = opened.sent;
  return {
    file,
    size: row.size,
    sha256: row.document.toString('hex'),
    sm3: row.sm3.toString('hex'),
    receivedAt: row.received_at.toISOString(),
    publicKey: row.public_key.toString('base64url'),
    signature,
    signed: materialSigned(body),
    body,
  };
}

async function* zipOf(
  hub: Hub,
  files: readonly { row: FoundMaterial; name: string }[],
  manifest: string,
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    made.push(part);
  });
  const open = (name: string): ZipPassThrough => {
    const file = new ZipPassThrough(name);
    file.mtime = hub.now();
    zip.add(file);
    return file;
  };
  for (const { row, name } of files) {
    const { stream } = await readOrThrow(hub, row);
    const file = open(name);
    for await (const part of stream) {
      file.push(part as Buffer);
      yield* made.splice(0);
    }
    file.push(new Uint8Array(0), true);
  }
  open('manifest.json').push(Buffer.from(manifest, 'utf8'), true);
  zip.end();
  yield* made.splice(0);
}

async function readOrThrow(hub: Hub, row: FoundMaterial): Promise<BlobReading> {
  const reading = await readBlob(hub, row.document.toString('hex'));
  if (reading.ok) return reading.value;
  throw new Error(`a blob of the export cannot be read: ${reading.error.code}`);
}
