import type { Page } from '@playwright/test';

/** What is too small, too near, or cut off on a page, in the words of a test's failure. Measured in millimetres. */
export function misfits(page: Page, pxPerMm: number): Promise<string[]> {
  return page.evaluate((mm) => {
    const MIN = 12.7 - 0.05;
    const APART = 2.5 - 0.05;
    const found: string[] = [];
    const name = (e: Element) => (e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 20);
    const dialog = document.querySelector('dialog[open]');
    const targets = [...(dialog ?? document).querySelectorAll('button, label.button')].filter(
      (e) => !e.closest('.keyboard') && !e.closest('.scan') && e.getClientRects().length > 0,
    );
    const boxes = targets.map((e) => ({ e, box: e.getBoundingClientRect() }));
    for (const { e, box } of boxes) {
      if (box.width / mm < MIN || box.height / mm < MIN)
        found.push(`small: ${name(e)} ${(box.width / mm).toFixed(1)}×${(box.height / mm).toFixed(1)}`);
      if (box.left < 0 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5 || box.top < -0.5)
        found.push(`off the screen: ${name(e)}`);
      if (e.matches('.button--main, .level') && box.height / mm < 20 - 0.05)
        found.push(`not main: ${name(e)}`);
      if (e.scrollWidth > e.clientWidth + 1) found.push(`cut off: ${name(e)}`);
    }
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) {
        const dx = Math.max(a.box.left - b.box.right, b.box.left - a.box.right) / mm;
        const dy = Math.max(a.box.top - b.box.bottom, b.box.top - a.box.bottom) / mm;
        if (dx < APART && dy < APART) found.push(`near: ${name(a.e)} | ${name(b.e)}`);
      }
    for (const keys of document.querySelectorAll('.keyboard, .keypad, .digits__pad')) {
      const box = keys.getBoundingClientRect();
      for (let over = keys.parentElement; over !== null; over = over.parentElement) {
        if (getComputedStyle(over).overflow === 'visible' || over.getClientRects().length === 0) continue;
        const seen = over.getBoundingClientRect();
        if (box.bottom > seen.bottom + 1 || box.right > seen.right + 1 || box.left < seen.left - 1)
          found.push(`keys cut off by: ${over.className}`);
      }
    }
    const sheet = document.querySelector('.page');
    if (sheet !== null && sheet.scrollHeight > sheet.clientHeight + 1)
      found.push(`the page needs scrolling: ${sheet.scrollHeight} > ${sheet.clientHeight}`);
    for (const e of document.querySelectorAll('.pad p, .pad h1, .pad h2, .pad span')) {
      const box = e.getBoundingClientRect();
      if (e.closest('.visually-hidden') || box.width === 0) continue;
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`text off the screen: ${name(e)}`);
    }
    return found;
  }, pxPerMm);
}
