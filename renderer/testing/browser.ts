/** For tests: the development page of keyboard, scanner and sounds, built and open in a real Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';

interface Size {
  width: number;
  height: number;
}

export interface TestPage {
  /** Opens the page with a hash, such as `layout=case`; faults of the page gather in `faults`. */
  open: (hash: string, size?: Size) => Promise<Page>;
  faults: string[];
  close: () => Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** Serves the built page under the terminal's own content policy. */
export async function testPage(flags: string[] = []): Promise<TestPage> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error('No Chromium on this machine: install one or set HALL_CHROMIUM.');
  const outDir = await mkdtemp(join(tmpdir(), 'hall-keyboard-'));
  const common = {
    configFile: false,
    root: join(import.meta.dirname, '..'),
    base: './',
    logLevel: 'silent',
    cacheDir: join(outDir, 'cache'),
  } as const;
  await build({
    ...common,
    plugins: [react()],
    build: {
      outDir,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(import.meta.dirname, 'keyboard.html') },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: { 'content-security-policy': RENDERER_POLICY } },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview has no port');
  const url = `http://127.0.0.1:${address.port}/testing/keyboard.html`;
  const browser: Browser = await chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
  const faults: string[] = [];
  return {
    faults,
    async open(hash, size = { width: 1280, height: 800 }) {
      const context = await browser.newContext({ viewport: size });
      const page = await context.newPage();
      page.on('pageerror', (e) => faults.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') faults.push(m.text());
      });
      page.on('request', (r) => {
        if (!r.url().startsWith('http://127.0.0.1:') && !/^(?:blob|data):/.test(r.url()))
          faults.push(r.url());
      });
      await page.goto(`${url}#${hash}`);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
