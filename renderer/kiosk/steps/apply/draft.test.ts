import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KioskSession, PlaceView, VisitView } from '../../../../contracts/kiosk.ts';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import {
  CHROMIUM,
  type KioskBrowser,
  type KioskPage,
  type Look,
  startKioskBrowser,
} from '../../testing/browser.ts';
import { GROWN_WITHOUT } from '../../testing/grown-texts.ts';

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

const words = (zh: string, en: string) => ({ zh, en });
const AT = Date.parse('2026-11-23T10:05:00+08:00');
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const PLACE = words('自助服务区', 'Self-service area');
const PERMIT = words('居住证申领', 'Residence permit: apply');
const SESSION: KioskSession = {
  id: ID,
  flow: { id: 'residence-permit-apply', version: '1.0.0', title: PERMIT },
  step: {
    type: 'choice',
    id: 'lived',
    title: words('您在本区居住满半年了吗?', 'Have you lived here for half a year?'),
    hint: null,
    options: [
      { id: 'yes', label: words('满半年', 'Yes') },
      { id: 'no', label: words('不满半年', 'No') },
    ],
    chosen: null,
  },
  canBack: false,
  canNext: false,
  progress: { at: 1, of: 8 },
  keepsDrafts: true,
  draft: null,
};
const CARD = { name: '张*民', number: '4104**********1230', by: 'idCard' as const };
const KNOWN = { state: 'known' as const, keepDays: 30 };
const visit = (over: Partial<VisitView>): Partial<VisitView> => ({
  identity: CARD,
  hallDrafts: KNOWN,
  ...over,
});
const inFlow = (over: Partial<KioskSession>): { place: PlaceView } => ({
  place: { kind: 'flow', session: { ...SESSION, ...over } },
});
const OFFER: KioskSession['draft'] = {
  savedMs: AT,
  elsewhere: { name: PLACE },
  updated: true,
  scanAgain: [
    { title: words('租房合同', 'Lease'), pages: 3 },
    { title: words('就业证明', 'Proof of work'), pages: 1 },
  ],
};
const field = (id: string, zh: string, en: string, value: string) => ({
  id,
  label: words(zh, en),
  hint: null,
  kind: 'text' as const,
  required: true,
  options: [],
  value,
  locked: false,
  longest: 50,
  first: null,
  last: null,
  fault: null,
});
const PARCEL: KioskSession['step'] = {
  type: 'delivery',
  id: 'handover',
  title: words('怎样取证?', 'How do you want it?'),
  hint: null,
  page: { at: 2, of: 2 },
  express: true,
  way: 'express',
  pickUp: false,
  own: true,
  fields: [
    field('recipient', '收件人', 'Recipient', '张伟民'),
    field('phone', '收件人手机号码', 'Recipient’s mobile number', '13800001234'),
    field('address', '收件地址', 'Address', ''),
    { ...field('postcode', '邮政编码', 'Postcode', ''), kind: 'postcode' },
  ],
};
const ADDRESSES = [
  {
    id: ID,
    recipient: '张伟民',
    phone: '138****1234',
    address: '平顶山市卫东区建设路中段示例小区 3 号楼 1 单元 502',
    postcode: '467000',
    first: true,
  },
  {
    id: ID.replace('ab', 'ac'),
    recipient: '李四',
    phone: '139****5678',
    address: '平顶山市卫东区示例路 1 号',
    postcode: '467001',
    first: false,
  },
];
const answers = (p: KioskPage, told: Record<string, unknown>) =>
  p.page.evaluate((a) => Object.assign(window.kioskPage.answers, a), told);
const called = async (p: KioskPage, name: string) =>
  (await p.page.evaluate(() => window.kioskPage.called))
    .filter(([n]) => n === name)
    .map(([, input]) => input);

const PAGES: Readonly<Record<string, (p: KioskPage) => Promise<unknown>>> = {
  home: (p) =>
    p.show(
      visit({
        drafts: [
          { flowId: 'residence-permit-apply', title: PERMIT, savedMs: AT, elsewhere: { name: PLACE } },
          { flowId: 'shop', title: words('个体工商户设立', 'Open a shop'), savedMs: AT, elsewhere: null },
        ],
        submittedDrafts: [
          {
            flowId: 'move',
            title: words('户口迁移', 'Move the household'),
            receiptNo: 'KIOSK-02-202611231005-AB12',
            atMs: AT,
            place: PLACE,
          },
        ],
      }),
    ),
  one: (p) =>
    p.show(
      visit({
        drafts: [
          { flowId: 'residence-permit-apply', title: PERMIT, savedMs: AT, elsewhere: { name: PLACE } },
        ],
      }),
    ),
  list: async (p) => {
    await PAGES.home?.(p);
    await p.page.locator('.home__person button').click();
  },
  away: (p) => p.show(visit({ hallDrafts: { state: 'away', keepDays: null } }), { online: false }),
  offer: (p) => p.show(visit(inFlow({ draft: OFFER }))),
  offerRefused: async (p) => {
    await answers(p, { 'kiosk.resume': { ok: false, code: 'hub.unreachable' } });
    await p.show(visit(inFlow({ draft: OFFER })));
    await p.page.getByRole('dialog').locator('.button--primary').click();
    await p.page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  },
  leave: async (p) => {
    await p.show(visit(inFlow({})));
    await p.page.locator('.bar button').last().click();
  },
  parcel: async (p) => {
    await answers(p, { 'kiosk.ownAddresses': { ok: true, value: { rows: ADDRESSES, full: false } } });
    await p.show(visit(inFlow({ step: PARCEL, canNext: true })));
    await p.page.locator('.own-address button').first().waitFor();
  },
  addresses: async (p) => {
    await PAGES.parcel?.(p);
    await p.page.locator('.own-address button').first().click();
  },
};

const ON_HOME = ['home', 'one', 'away', 'list'];

const LOOKS: readonly Look[] = [
  {},
  { width: 1280, height: 800 },
  { grown: true },
  { width: 1920, height: 1080 },
  { elder: true },
  { elder: true, width: 1280, height: 800 },
  { elder: true, width: 1920, height: 1080 },
  { lang: 'en' },
  { lang: 'en', elder: true, width: 1920, height: 1080 },
];

describe.skipIf(CHROMIUM === null)('half-done applications and own addresses', () => {
  test.each(looksOf(LOOKS, 2))('fit and are accessible: %j', { timeout: 90_000 }, async (look) => {
    const p = await browser.open(look);
    const panel = { widthPx: look.width ?? 1080, heightPx: look.height ?? 1920, diagonalInch: 21.5 };
    const wrong: Record<string, string[]> = {};
    // In some looks the first page scrolls for everybody.
    await p.show({});
    const fits = (await misfits(p.page, pxPerMm(panel))).length === 0;
    for (const [name, go] of Object.entries(PAGES)) {
      await p.show(null);
      await go(p);
      const all = [
        ...(fits || !ON_HOME.includes(name) ? await misfits(p.page, pxPerMm(panel)) : []),
        ...(await axeFaults(p.page, look.grown ? GROWN_WITHOUT : [])),
      ];
      if (process.env.SHOTS)
        await p.page.screenshot({
          path: `${process.env.SHOTS}/${name}-${look.lang ?? 'zh'}${look.elder ? 'E' : ''}${look.grown ? 'G' : ''}-${panel.widthPx}.png`,
        });
      if (all.length > 0) wrong[name] = all;
    }
    expect(wrong).toEqual({});
    expect(p.errors).toEqual([]);
    await p.close();
  });

  test('what cannot be fetched now can be left for later, and nothing is dropped', async () => {
    const p = await browser.open();
    await PAGES.offerRefused?.(p);
    const dialog = p.page.getByRole('dialog');
    await dialog.getByRole('button', { name: '先填一份新的' }).click();
    expect(await called(p, 'kiosk.resume')).toEqual([
      { sessionId: ID, answer: 'take' },
      { sessionId: ID, answer: 'later' },
    ]);
    await p.close();
  });

  test('says which materials have to be scanned again, and that the matter has changed', async () => {
    const p = await browser.open();
    await PAGES.offer?.(p);
    const said = await p.page.getByRole('dialog').textContent();
    for (const part of ['自助服务区', '后来有更新', '租房合同（上次 3 页）', '就业证明（上次 1 页）'])
      expect(said).toContain(part);
    await p.close();
  });

  test('an own address is taken, and one that was typed is kept', async () => {
    const p = await browser.open();
    await PAGES.addresses?.(p);
    await p.page
      .getByRole('dialog')
      .getByRole('button', { name: /示例路/ })
      .click();
    expect(await called(p, 'kiosk.takeAddress')).toEqual([{ sessionId: ID, addressId: ADDRESSES[1]?.id }]);
    expect(await p.page.getByRole('button', { name: /保存到/ }).count()).toBe(0);
    await p.page.getByLabel('邮政编码').click();
    await p.page.locator('.keypad').getByRole('button', { name: '4', exact: true }).click();
    await p.page.getByRole('button', { name: /保存到/ }).click();
    expect(await called(p, 'kiosk.keepAddress')).toEqual([{ sessionId: ID }]);
    await p.page.getByText('已保存到“我的地址”').waitFor();
    await p.close();
  });

  test('with the hub away an address is typed, and it is said', async () => {
    const p = await browser.open();
    await answers(p, { 'kiosk.ownAddresses': { ok: false, code: 'hub.unreachable' } });
    await p.show(visit(inFlow({ step: PARCEL, canNext: true })));
    await p.page.getByText('现在不能用保存的地址，请直接填写').waitFor();
    await p.page.getByLabel('收件地址').waitFor();
    await p.close();
  });
});
