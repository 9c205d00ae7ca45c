import type { Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** Animations that run longer are not waited for. */
const SETTLE_MS = 2_000;

/**
 * What axe finds wrong on the page that is there, a line each; empty = nothing. Letters are loaded and movements have
 * ended before. axe runs in the page itself: the builder of Playwright opens a second page for each analysis, which takes
 * ten times as long. Frames within the page are not looked into. `without`: names of rules that are not asked.
 */
export async function axeFaults(page: Page, without: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ settleMs, off }) => {
      await document.fonts.ready;
      const moving = document
        .getAnimations()
        .filter((a) => a.playState === 'running' && Number.isFinite(a.effect?.getComputedTiming().endTime));
      await Promise.race([
        Promise.allSettled(moving.map((a) => a.finished)),
        new Promise((done) => setTimeout(done, settleMs)),
      ]);
      const found = await window.axe?.run(document, {
        resultTypes: ['violations'],
        iframes: false,
        // Neither style sheets nor films are fetched for it.
        preload: false,
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
      });
      if (found === undefined) throw new Error('axe is not on the page');
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map((n) => `${id}: ${n.target.join(' ')} ${n.html} — ${n.failureSummary ?? ''}`),
      );
    },
    { settleMs: SETTLE_MS, off: without },
  );
}
