import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { type FixtureHub, fixtureHub, PASSWORD } from './hub.ts';

/** An app as built, in a real Chromium, against the fixture hub. */
export interface Stage {
  hub: FixtureHub;
  browser: Browser;
  close: () => Promise<void>;
}

const ROOTS = {
  console: join(import.meta.dirname, '..'),
  counter: join(import.meta.dirname, '..', 'counter'),
};

export async function openStage(app: keyof typeof ROOTS): Promise<Stage> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium on this machine: set HALL_CHROMIUM');
  const dist = mkdtempSync(join(tmpdir(), 'hall-console-'));
  await build({
    configFile: join(ROOTS[app], 'vite.config.ts'),
    build: { outDir: join(dist, app) },
    logLevel: 'error',
  });
  const hub = await fixtureHub({ dist, ratings: 2_000, pageSize: 12 });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    hub,
    browser,
    close: async () => {
      await browser.close();
      await hub.close();
      rmSync(dist, { recursive: true, force: true });
    },
  };
}

export interface Visit {
  page: Page;
  /** What the page complained of: CSP violations, script errors; refused calls are no complaint. */
  complaints: string[];
}

export async function visit(
  stage: Stage,
  o: { width?: number; height?: number; locale?: 'zh-CN' | 'en' } = {},
): Promise<Visit> {
  const context = await stage.browser.newContext({
    viewport: { width: o.width ?? 1440, height: o.height ?? 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (
      ['error', 'warning'].includes(message.type()) &&
      !message.text().startsWith('Failed to load resource')
    )
      complaints.push(message.text());
  });
  if (o.locale === 'en') await page.addInitScript(() => localStorage.setItem('hall.locale', 'en'));
  return { page, complaints };
}

export async function signIn(stage: Stage, page: Page, login: string, path = '/'): Promise<void> {
  await page.goto(stage.hub.url + path);
  await enter(page, login, PASSWORD);
  await page.locator('.shell').waitFor();
}

export async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(login);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
}
