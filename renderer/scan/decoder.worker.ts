/** Reads QR codes off the page's thread. One frame is in work at a time: the page sends the next after the answer. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { FromDecoder, ToDecoder } from './camera.ts';

const answer = (message: FromDecoder): void => self.postMessage(message);

async function open(wasm: string): Promise<void> {
  try {
    // Without a locator the library would fetch its binary from a public network.
    await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    answer({ type: 'ready' });
  } catch {
    answer({ type: 'broken' });
  }
}

async function decode(bitmap: ImageBitmap): Promise<void> {
  let text: string | null = null;
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context !== null) {
      context.drawImage(bitmap, 0, 0);
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      const [code] = await readBarcodes(image, { formats: ['QRCode'], maxNumberOfSymbols: 1 });
      if (code?.isValid && code.text !== '') text = code.text;
    }
  } catch {
    // A frame that cannot be read is a frame without a code; the next one comes.
  }
  bitmap.close();
  answer({ type: 'frame', text });
}

self.addEventListener('message', ({ data }: MessageEvent<ToDecoder>) => {
  void (data.type === 'open' ? open(data.wasm) : decode(data.bitmap));
});
