import { createRequire } from 'node:module';

/** Draws a round seal (公章) that says on its face that it is none. */
const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);
const RED = '#c8201a';
/** 40 mm at 300 dpi. */
const SIDE = 472;
/** The name stands on this part of the circle, from the lower left over the top. */
const ARC = Math.PI * 1.45;

export async function drawSeal(name: string, no: string): Promise<Buffer> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has('Simulated')) GlobalFonts.registerFromPath(FONT, 'Simulated');
  const canvas = createCanvas(SIDE, SIDE);
  const c = canvas.getContext('2d');
  const middle = SIDE / 2;
  c.strokeStyle = RED;
  c.fillStyle = RED;
  c.lineWidth = 12;
  c.beginPath();
  c.arc(middle, middle, middle - 10, 0, 2 * Math.PI);
  c.stroke();
  c.beginPath();
  for (let n = 0; n < 10; n += 1) {
    const radius = n % 2 === 0 ? 78 : 30;
    const angle = (n * Math.PI) / 5 - Math.PI / 2;
    c.lineTo(middle + radius * Math.cos(angle), middle + radius * Math.sin(angle));
  }
  c.fill();
  c.textAlign = 'center';
  const signs = [...name];
  c.font = `${signs.length > 16 ? 34 : 44}px Simulated`;
  for (const [n, sign] of signs.entries()) {
    const share = signs.length < 2 ? 0.5 : n / (signs.length - 1);
    const angle = -ARC / 2 + ARC * share;
    c.save();
    c.translate(middle, middle);
    c.rotate(angle);
    c.fillText(sign, 0, -(middle - 68));
    c.restore();
  }
  c.font = '30px Simulated';
  c.fillText('模拟 无效', middle, middle + 125);
  c.font = '22px Simulated';
  c.fillText(no, middle, middle + 165);
  return canvas.encode('png');
}
