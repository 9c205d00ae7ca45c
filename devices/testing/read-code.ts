import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** What the QR code on a picture (PNG) says; null: there is none. */
export async function readCode(picture: Uint8Array): Promise<string | null> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(wasm).buffer as ArrayBuffer },
    fireImmediately: true,
  });
  const [code] = await readBarcodes(picture, { formats: ['QRCode'] });
  return code?.text ?? null;
}
