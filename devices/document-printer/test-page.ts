import { drawCode, MM, newPage } from './page.ts';

const RARE_NAMES = '㛃 䶮 𬱖 𫍯 𠅤';

/**
 * A4 test page (测试页) as a PDF with the font's needed part embedded: name of the device, text from small to large,
 * hairlines, greys, colours, a QR code and the edges of the paper; a second page where the printer is declared duplex.
 */
export async function testPagePdf(
  device: string,
  { duplex, at }: { duplex: boolean; at: Date },
): Promise<Uint8Array> {
  const { page, bytes } = await newPage(20 * MM, 'Printer test page');
  const { width, height } = page.page;
  page
    .lineWidth(0.5)
    .rect(5 * MM, 5 * MM, width - 10 * MM, height - 10 * MM)
    .stroke();
  page.fontSize(24).text('打印测试页 Printer test page', { align: 'center' });
  page.moveDown(0.5).fontSize(12);
  page.text(`设备 Device: ${device}`);
  page.text(`时间 Time: ${at.toISOString().replace('T', ' ').slice(0, 19)} UTC`);
  page.text(`双面 Duplex: ${duplex ? '是 yes' : '否 no'}`);
  page.moveDown();
  for (const size of [6, 8, 10, 12, 16, 22])
    page.fontSize(size).text(`${size} pt 政务服务大厅 The quick brown fox 0123456789`);
  page.fontSize(12).moveDown().text(`生僻字 Rare characters: ${RARE_NAMES}`).moveDown();

  let top = page.y;
  const left = 20 * MM;
  for (const [n, line] of [0.1, 0.25, 0.5, 1, 2].entries())
    page
      .lineWidth(line)
      .moveTo(left, top + n * 3 * MM)
      .lineTo(width - left, top + n * 3 * MM)
      .stroke();
  top += 18 * MM;
  for (let n = 0; n <= 10; n++) {
    const grey = Math.round(255 - n * 25.5);
    page.rect(left + n * 15 * MM, top, 15 * MM, 12 * MM).fill([grey, grey, grey]);
  }
  top += 15 * MM;
  for (const [n, colour] of (
    ['cyan', 'magenta', 'yellow', 'black', 'red', 'green', 'blue'] as const
  ).entries())
    page.rect(left + n * 20 * MM, top, 20 * MM, 12 * MM).fill(colour);
  top += 18 * MM;
  drawCode(page, `hall-terminal test ${device}`, 'M', { left, top, width: 30 * MM });
  if (duplex) page.addPage().fontSize(24).text('背面 Back', { align: 'center' });
  return bytes();
}
