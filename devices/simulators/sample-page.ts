import { readFileSync } from 'node:fs';
import { FONT_NAME, fontPath } from '../font.ts';

/** A4 at 200 dpi. */
const WIDTH = 1_654;
const HEIGHT = 2_339;
const MARGIN = 160;

/** A page of print to lay on a simulated scanner, as JPEG; `n` stands on it in large figures. */
export async function drawSamplePage(n: number): Promise<Uint8Array> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(FONT_NAME)) GlobalFonts.register(readFileSync(fontPath()), FONT_NAME);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdfdfb';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#1b1b1b';
  context.font = `72px "${FONT_NAME}"`;
  context.fillText('模拟材料 Simulated document', MARGIN, MARGIN + 80);
  context.font = `420px "${FONT_NAME}"`;
  context.fillText(String(n), MARGIN, MARGIN + 640);
  context.font = `40px "${FONT_NAME}"`;
  for (let line = 0; line < 20; line += 1)
    context.fillText(
      '此页仅供开发和测试，不是任何人的材料。No document of anybody.',
      MARGIN,
      MARGIN + 800 + line * 64,
    );
  context.fillStyle = '#c8102e';
  context.fillRect(MARGIN, HEIGHT - MARGIN - 24, WIDTH - 2 * MARGIN, 8);
  return new Uint8Array(await canvas.encode('jpeg', 85));
}
