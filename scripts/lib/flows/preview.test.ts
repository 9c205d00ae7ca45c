import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kioskStatus } from '../../../contracts/kiosk.ts';
import { CHROMIUM_FLAGS } from '../../../playwright.config.ts';
import type { PreviewFlow } from '../../../renderer/kiosk/preview/data.ts';
import { axeFaults } from '../axe.ts';
import { findChromium } from '../chromium.ts';
import { ROOT } from '../install.mjs';
import { previewOf } from './preview-data.ts';
import { checkFlows } from './read-flows.ts';
import { type PreviewServer, servePreview } from './serve-preview.ts';

const shipped = checkFlows(join(ROOT, 'assets/flows'), null);
const views = shipped.flatMap(({ id, loaded }): [string, PreviewFlow][] =>
  loaded === null ? [] : [[id, previewOf(loaded)]],
);

describe.each(views)('%s', (id, view) => {
  test('is shown with every step, as the contract of the screens has it', () => {
    const loaded = shipped.find((f) => f.id === id)?.loaded;
    const all = [...(loaded?.flow.steps ?? []), ...Object.values(loaded?.flow.exits ?? {})];
    const pages = view.ways.flatMap((w) => w.pages);
    expect([...new Set(pages.map((p) => p.stepId))].sort()).toEqual(all.map((s) => s.id).sort());
    for (const { stepId, status } of pages)
      for (const locale of ['zh-CN', 'en'] as const) {
        const { error } = kioskStatus.safeParse(status[locale]);
        expect([stepId, locale, error?.issues]).toEqual([stepId, locale, undefined]);
      }
  });
});

const CHROMIUM = findChromium();
const CHOSEN = ['food-business-licence', 'company-start'];

describe.skipIf(CHROMIUM === null)('in a browser', () => {
  let dir: string;
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'flows-'));
    for (const id of [...CHOSEN, 'card-check'])
      cpSync(join(ROOT, 'assets/flows', id), join(dir, id), { recursive: true });
    writeFileSync(join(dir, 'card-check/zh.json'), '{');
    server = await servePreview(checkFlows(dir, null), 0);
    browser = await chromium.launch({
      ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
      args: CHROMIUM_FLAGS,
    });
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.setDefaultTimeout(8_000);
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const until = <T>(ask: () => T) => expect.poll(ask, { timeout: 8_000 });
  const flow = (id: string) => page.getByLabel(/流程/).selectOption(id);
  const screen = (lang: 'zh-CN' | 'en') => page.frameLocator(`iframe[title="${lang}"]`);
  const heading = (lang: 'zh-CN' | 'en') => screen(lang).locator('h1').textContent();

  test('shows a step in both languages, and goes on by the kiosk’s own button', async () => {
    await flow('food-business-licence');
    await until(() => heading('zh-CN')).toBe('办理前请看');
    await until(() => heading('en')).toBe('Before you begin');
    await screen('zh-CN').getByRole('button', { name: '继续' }).click();
    await until(() => heading('en')).toBe('Do you have a business licence?');
    await screen('en').getByRole('button', { name: 'Back' }).click();
    await until(() => heading('zh-CN')).toBe('办理前请看');
  });

  test('shows a form with what it says of whoever fills in nothing', async () => {
    await flow('food-business-licence');
    await page
      .getByRole('button', { name: /^business · form · 没填/ })
      .first()
      .click();
    await until(() => screen('zh-CN').getByText('有 4 处需要修改').count()).toBe(1);
  });

  test('shows the question with several answers', async () => {
    await flow('company-start');
    await page.getByRole('button', { name: 'items · multiChoice' }).first().click();
    await until(() => screen('zh-CN').getByRole('checkbox').count()).toBe(5);
    await screen('zh-CN').getByRole('checkbox', { name: '食品经营许可' }).check();
    await until(() => screen('zh-CN').getByText('可以选多项，已选 1 项').count()).toBe(1);
  });

  test('says why a flow is refused', async () => {
    await flow('card-check');
    await until(() => page.locator('main').textContent()).toContain('不是正确的 JSON');
    expect(await page.locator('main').textContent()).toContain('zh.json');
  });

  test.each(CHOSEN)('%s: nothing is wider than the screen on any of its pages', async (id) => {
    const view = views.find(([name]) => name === id)?.[1];
    const screens = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    screens.on('pageerror', (e) => errors.push(e.message));
    const wide: string[] = [];
    // English is the longer one.
    for (const [n, { stepId }] of (view?.ways[0]?.pages ?? []).entries()) {
      const at = new URLSearchParams({ flow: id, way: '0', page: `${n}`, lang: 'en' });
      await screens.goto(new URL(`screen.html#${at}`, server.url).href);
      await screens.locator(`body[data-shown="${at}"] [data-step="${stepId}"]`).waitFor();
      const over = await screens.evaluate(
        () =>
          [...document.querySelectorAll('.guide *')].filter(
            (e) => e.getBoundingClientRect().right > innerWidth + 1,
          ).length,
      );
      if (over > 0) wide.push(stepId);
    }
    await screens.close();
    expect(wide).toEqual([]);
  });

  /** A page of the first way, by itself. */
  async function openScreen(id: string, stepType: string, size: { width: number; height: number }) {
    const at = views
      .find(([name]) => name === id)?.[1]
      .ways[0]?.pages.findIndex((p) => p.stepType === stepType);
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    const screens = await context.newPage();
    screens.on('pageerror', (e) => errors.push(e.message));
    const hash = new URLSearchParams({ flow: id, way: '0', page: `${at}`, lang: 'zh-CN' });
    await screens.goto(new URL(`screen.html#${hash}`, server.url).href);
    await screens.locator('.guide').waitFor();
    return screens;
  }

  test('a list of answers that is longer than the screen is turned by buttons', async () => {
    for (const size of [
      { width: 1080, height: 1920 },
      { width: 1920, height: 1080 },
    ]) {
      const screens = await openScreen('company-start', 'checkAnswers', size);
      const last = screens.locator('.answers__row').last();
      expect(await last.evaluate((e) => e.getBoundingClientRect().top > innerHeight)).toBe(true);
      const down = screens.getByRole('button', { name: '往下看' });
      for (let n = 0; n < 30 && (await down.isEnabled()); n += 1) {
        await down.click();
        await screens.waitForTimeout(50);
      }
      expect(await last.evaluate((e) => e.getBoundingClientRect().bottom < innerHeight)).toBe(true);
      await screens.context().close();
    }
  });

  test.each(['info', 'multiChoice', 'checkAnswers', 'submit', 'printSlip'])(
    '%s has no fault of access',
    async (type) => {
      const screens = await openScreen('company-start', type, { width: 1080, height: 1920 });
      expect(await axeFaults(screens)).toEqual([]);
      await screens.locator('[data-setting="elder"]').click();
      expect(await axeFaults(screens)).toEqual([]);
      await screens.context().close();
    },
  );

  test('the page complains of nothing', () => expect(errors).toEqual([]));
});
