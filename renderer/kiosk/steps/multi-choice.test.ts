import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KioskSession } from '../../../contracts/kiosk.ts';
import { CHROMIUM, type KioskBrowser, startKioskBrowser } from '../testing/browser.ts';

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

const words = (text: string) => ({ zh: text, en: text });
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const SESSION: KioskSession = {
  id: ID,
  flow: { id: 'company-start', version: '1.0.0', title: words('新开办企业联合审批') },
  step: {
    type: 'multiChoice',
    id: 'items',
    title: words('要办哪些事项？'),
    hint: null,
    options: [
      { id: 'invoices', label: words('发票领用') },
      { id: 'fund', label: words('公积金缴存登记') },
      { id: 'food', label: words('食品经营许可') },
    ],
    chosen: [],
  },
  canBack: false,
  canNext: false,
  progress: { at: 1, of: 8 },
  keepsDrafts: true,
  draft: null,
};

describe.skipIf(CHROMIUM === null)('several answers', () => {
  test('taps that follow each other before the first is answered all reach the service, in their order', async () => {
    const { page, show, errors, close } = await browser.open();
    await show({ place: { kind: 'flow', session: SESSION } });
    await page.locator('.choice input').first().waitFor();
    await page.evaluate(() => {
      for (const box of document.querySelectorAll<HTMLInputElement>('.choice input')) box.click();
    });
    await expect.poll(() => page.locator('.choice__count').textContent()).toContain('3');
    const sent = (await page.evaluate(() => window.kioskPage.called)).filter(
      ([name]) => name === 'kiosk.chooseMany',
    );
    expect(sent.map(([, input]) => input)).toEqual([
      { sessionId: ID, options: ['invoices'] },
      { sessionId: ID, options: ['invoices', 'fund'] },
      { sessionId: ID, options: ['invoices', 'fund', 'food'] },
    ]);
    expect(errors).toEqual([]);
    await close();
  });
});
