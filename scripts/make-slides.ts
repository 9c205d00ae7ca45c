/**
 * Renders the demonstration's slides, `assets/demo/slides/*.svg`, to pictures beside them: `node scripts/make-slides.ts`.
 * A picture shown by `<img>` has no web fonts, and a pad may have no Chinese font: so the text is drawn here, with the
 * bundled Noto Sans SC. Needs a Chromium.
 */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from './lib/chromium.ts';
import { ROOT, refuse } from './lib/install.mjs';

const FOLDER = join(ROOT, 'assets/demo/slides');
const FONT = pathToFileURL(join(ROOT, 'node_modules/@fontsource-variable/noto-sans-sc/index.css')).href;
const SIZE = { width: 1280, height: 800 };
/** A terminal fetches every slide over the hall's network. */
const MAX_BYTES = 200_000;

/** The slide as WebP. Throws where the bundled font did not load: another would take its place without a word. */
async function render(page: Page, svg: string, scratch: string): Promise<Buffer> {
  const file = join(scratch, 'slide.html');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${FONT}"><style>body{margin:0}svg{display:block}</style>${svg}`,
  );
  await page.goto(pathToFileURL(file).href);
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((font) => font.status === 'loaded').length;
  });
  if (loaded === 0) throw new Error(`the font did not load from ${FONT}`);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 92 });
  return Buffer.from(data, 'base64');
}

const executablePath = findChromium() ?? refuse('no Chromium here; install one or set HALL_CHROMIUM.');
const scratch = mkdtempSync(join(tmpdir(), 'make-slides-'));
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files', '--font-render-hinting=none'],
});
try {
  const page = await browser.newPage({ viewport: SIZE });
  for (const name of globSync('*.svg', { cwd: FOLDER }).sort()) {
    const picture = await render(page, readFileSync(join(FOLDER, name), 'utf8'), scratch);
    if (picture.length > MAX_BYTES) throw new Error(`${name}: ${picture.length} bytes are over ${MAX_BYTES}`);
    writeFileSync(join(FOLDER, name.replace(/\.svg$/, '.webp')), picture);
    process.stdout.write(`${name}: ${picture.length} bytes\n`);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
