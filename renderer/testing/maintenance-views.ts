import type { Page } from '@playwright/test';
import type { Asked } from './maintenance-browser.ts';

/** What the staff's screens can show, and how one gets there: for the gallery's tests and for screenshots. */
export interface View {
  asked: Asked;
  /** Pressed one after the other. */
  press?: readonly string[];
  /** The line to the service breaks. */
  lost?: true;
}

const device = (id: string) => `[data-device="${id}"]`;
const action = (n: number) => `.m-actions .button >> nth=${n}`;
const tool = (n: number) => `.m-bar__keys .button >> nth=${n}`;

export const VIEWS: Readonly<Record<string, View>> = {
  door: { asked: { state: 'door' } },
  doorRefused: {
    asked: { state: 'door' },
    press: [...Array(4).fill('.door__keys .button >> nth=0'), '.door__ways .button >> nth=0'],
  },
  badge: { asked: { state: 'door' }, press: ['.door__ways .button >> nth=2'] },
  connecting: { asked: { state: 'connecting' } },
  devices: { asked: { state: 'devices' } },
  offline: { asked: { state: 'offline' } },
  none: { asked: { state: 'none' } },
  long: { asked: { state: 'long' } },
  ending: { asked: { state: 'ending' } },
  lost: { asked: { state: 'devices' }, lost: true },
  reader: { asked: { state: 'devices' }, press: [device('reader')] },
  receipt: { asked: { state: 'devices' }, press: [device('receipt')] },
  camera: { asked: { state: 'devices' }, press: [device('camera')] },
  off: { asked: { state: 'devices' }, press: [device('scanner-2')] },
  busy: { asked: { state: 'devices', hang: true }, press: [device('reader'), action(0)] },
  passed: { asked: { state: 'devices' }, press: [device('reader'), action(0)] },
  refused: { asked: { state: 'devices', refuse: 'device.timeout' }, press: [device('scanner'), action(0)] },
  longDevice: { asked: { state: 'long' }, press: ['.card__open >> nth=4'] },
  switchOff: { asked: { state: 'devices' }, press: [device('reader'), action(2)] },
  ports: { asked: { state: 'devices' }, press: [tool(0), '.m-use >> nth=2'] },
  searching: { asked: { state: 'devices', hang: true }, press: [tool(0)] },
  export: { asked: { state: 'devices' }, press: [tool(1), '.m-dialog__keys .button'] },
};

/** Brings an opened page to a view. */
export async function goTo(page: Page, { press = [], lost }: View): Promise<void> {
  for (const target of press) await page.locator(target).click();
  if (lost) await page.evaluate(() => window.fake.drop());
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
}
