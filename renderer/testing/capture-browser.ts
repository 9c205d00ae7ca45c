/** For tests and the bench: the development page of camera and scanned pages, built and open in a real Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';

/** Where a Chromium is, or null: then these pages cannot be tested here. */
export const CHROMIUM = findChromium();

export interface CaptureSite {
  /** A browser with these flags besides, such as a film for its fake camera. */
  browse(flags?: readonly string[]): Promise<CaptureBrowser>;
  close(): Promise<void>;
}
export interface CaptureBrowser {
  /** Opens the page with a hash, such as `view=camera&lang=en`. */
  open(hash: string, size?: { width: number; height: number }): Promise<Page>;
  /** What the pages complained of, and addresses outside of this machine. */
  faults: string[];
  /** Processes that run pages, by the system's ids. */
  rendererPids(): Promise<number[]>;
  closePages(): Promise<void>;
  close(): Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

/** A camera that plays a film of JPEG pictures. */
export const filmFlag = (file: string): string => `--use-file-for-fake-video-capture=${file}`;

/** Builds the page and serves it under the terminal's own content policy. */
export async function captureSite(): Promise<CaptureSite> {
  const configFile = join(import.meta.dirname, '../vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'hall-capture-'));
  await build({
    configFile,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: join(import.meta.dirname, 'capture.html') },
    },
  });
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': RENDERER_POLICY } },
  });
  const origin = server.resolvedUrls?.local[0] ?? '';
  return {
    async browse(flags = []) {
      const browser = await chromium.launch({
        ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
        args: [...FLAGS, ...flags],
      });
      const faults: string[] = [];
      return {
        faults,
        async open(hash, viewport = { width: 1280, height: 800 }) {
          const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
          const page = await context.newPage();
          page.on('pageerror', (e) => faults.push(e.message));
          page.on('console', (m) => {
            if (m.type() === 'error' || m.type() === 'warning') faults.push(m.text());
          });
          page.on('request', (r) => {
            if (!r.url().startsWith(origin) && !/^(?:blob|data):/.test(r.url())) faults.push(r.url());
          });
          await page.goto(new URL(`testing/capture.html#${hash}`, origin).href);
          await page.evaluate(() => document.fonts.ready);
          return page;
        },
        async rendererPids() {
          const session = await browser.newBrowserCDPSession();
          const { processInfo } = await session.send('SystemInfo.getProcessInfo');
          await session.detach();
          return processInfo.filter((p) => p.type === 'renderer').map((p) => p.id);
        },
        async closePages() {
          for (const context of browser.contexts()) await context.close();
        },
        close: () => browser.close(),
      };
    },
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
