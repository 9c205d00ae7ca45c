import { createRequire } from 'node:module';
import type { SimulatedCertificate } from './people.ts';

/** Draws what the simulated library gives: it says on its face that it is none. */
const MARK = '模拟电子证照 · 仅供演示 · 无效';
const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);
/** An ID-1 card (ISO/IEC 7810) at 300 dpi. */
const CARD = { width: 1_011, height: 638 };

/** A card as a PNG, a sheet as a PDF. */
export const draw = (certificate: SimulatedCertificate): Promise<Buffer> =>
  certificate.form === 'card' ? drawCard(certificate) : drawSheet(certificate);

async function drawCard({ typeName, face }: SimulatedCertificate): Promise<Buffer> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has('Simulated')) GlobalFonts.registerFromPath(FONT, 'Simulated');
  const canvas = createCanvas(CARD.width, CARD.height);
  const c = canvas.getContext('2d');
  c.fillStyle = '#eef4fb';
  c.fillRect(0, 0, CARD.width, CARD.height);
  c.strokeStyle = '#2b5f9e';
  c.lineWidth = 6;
  c.strokeRect(12, 12, CARD.width - 24, CARD.height - 24);
  c.fillStyle = '#12315a';
  c.font = '60px Simulated';
  c.fillText(typeName, 60, 110);
  c.font = '34px Simulated';
  for (const [i, [label, value]] of face.entries()) {
    c.fillStyle = '#4b6384';
    c.fillText(label, 60, 200 + i * 72);
    c.fillStyle = '#111111';
    c.fillText(value, 240, 200 + i * 72);
  }
  c.fillStyle = '#b02a1c';
  c.font = '32px Simulated';
  c.fillText(MARK, 60, CARD.height - 50);
  return canvas.encode('png');
}

async function drawSheet({ typeName, face, issuer }: SimulatedCertificate): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const page = new PDFDocument({ size: 'A4', margin: 70, info: { Title: 'Simulated certificate' } });
  const parts: Buffer[] = [];
  page.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => page.on('end', resolve));
  page.registerFont('Simulated', FONT).font('Simulated');
  page.fontSize(26).text(typeName, { align: 'center' }).moveDown(1.5).fontSize(14);
  for (const [label, value] of face) page.text(`${label}：${value}`).moveDown(0.6);
  page.moveDown(3).text(issuer, { align: 'right' });
  page.moveDown(2).fillColor('#b02a1c').text(MARK, { align: 'center' });
  page.end();
  await ended;
  return Buffer.concat(parts);
}
