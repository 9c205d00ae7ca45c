/**
 * Development only: the staff's screens over a fake service, by the hash, such as
 * `maintenance.html#state=devices&lang=en&width=1080&height=1920&inch=21.5&refuse=device.busy&grow=1`.
 * States: `pad` (an idle pad with the hidden corner), `door`, and those of `STATES`. `grow`: every text is 40 % longer.
 */
import '../styles.ts';
import { Fragment } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { MaintenanceStatus } from '../../contracts/maintenance.ts';
import { applyPanel } from '../design/panel.ts';
import { pageEnvironment } from '../environment.ts';
import { MaintenanceApp, StaffDoor } from '../maintenance/index.tsx';
import { MAINTENANCE_TEXTS } from '../maintenance/texts.ts';
import { PadApp } from '../pad/app.tsx';
import { createFakeLink } from './fake-link.ts';
import { createFakeMaintenance, type FakeMaintenance, type FakeOptions } from './fake-maintenance.ts';
import { PAD_STATUS } from './fixtures.ts';
import { longDevicesAt, MAINTENANCE_SESSION, maintenanceAt } from './maintenance-fixtures.ts';

declare global {
  interface Window {
    /** For the tests, which have no other hand on the service. */
    fake: FakeMaintenance & { ended: boolean };
    /** Begins anew with another state. */
    showStaff: (shown: Shown) => void;
  }
}

type Shown = { state: string } & Pick<FakeOptions, 'refuse' | 'hang' | 'takes'>;

const asked = new URLSearchParams(location.hash.slice(1));
const locale = asked.get('lang') === 'en' ? 'en' : 'zh-CN';
const nowMs = Date.now();
const base = maintenanceAt(nowMs);

const STATES: Readonly<Record<string, MaintenanceStatus>> = {
  devices: base,
  offline: { ...base, online: false, queue: { ready: 50_000, dead: 12 } },
  none: { ...base, devices: [] },
  long: {
    ...base,
    terminalId: `pad-${'0123456789'.repeat(4)}`.slice(0, 40),
    app: `1.20.3-${'preview'.repeat(6)}`.slice(0, 40),
    queue: { ready: 123_456_789, dead: 1_234_567 },
    devices: longDevicesAt(nowMs),
  },
  ending: { ...base, leftMs: 30_000 },
};

/** Longer by 40 %, with the words of the text itself. */
function grown(text: string): string {
  const words = text.split(' ');
  const more = Math.ceil(text.length * 0.4);
  return words.length > 1 ? `${text} ${text.slice(0, more)}` : text + text.slice(0, more);
}
if (asked.get('grow') === '1')
  for (const texts of Object.values(MAINTENANCE_TEXTS)) {
    const { t, staff, step } = texts;
    texts.t = (key, values) => grown(t(key, values));
    texts.staff = (code) => grown(staff(code));
    texts.step = (name) => grown(step(name));
  }

const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
const panel = {
  widthPx: number('width', 1280),
  heightPx: number('height', 800),
  diagonalInch: number('inch', 10.1),
};
const env = { now: pageEnvironment.now, wallMs: () => Date.now(), delay: pageEnvironment.delay };
applyPanel(document.documentElement, panel);
document.documentElement.lang = locale;

const root = document.getElementById('root');
if (root === null) throw new Error('maintenance.html lacks #root');
const shown = createRoot(root);
let shows = 0;

function show({ state, ...options }: Shown): void {
  const fake = createFakeMaintenance(STATES[state] ?? base, { wallMs: Date.now, ...options });
  if (state === 'connecting') fake.drop();
  window.fake = Object.assign(fake, { ended: false });
  shows += 1;
  const content = <Fragment key={shows}>{state === 'pad' ? padOver(fake) : staffOver(state, fake)}</Fragment>;
  flushSync(() => shown.render(content));
}

/** An idle pad whose staff's calls go to the fake service. */
function padOver(fake: FakeMaintenance) {
  const status = { ...PAD_STATUS, locale, panel } as const;
  const { link } = createFakeLink({ phase: 'live', status, receivedAt: performance.now() });
  const silent = { chime: () => undefined, speak: () => undefined, setVolume: () => undefined };
  return (
    <PadApp
      link={{ ...link, ...fake.service, send: (intention) => intention(fake.terminal) }}
      sound={silent}
      now={env.now}
      wallNow={() => new Date()}
      delay={env.delay}
      painted={async () => undefined}
    />
  );
}

function staffOver(state: string, { service }: FakeMaintenance) {
  const onEnd = () => {
    window.fake.ended = true;
  };
  if (state === 'door')
    return <StaffDoor service={service} env={env} locale={locale} onEnter={onEnd} onClose={onEnd} />;
  return (
    <MaintenanceApp
      service={service}
      sessionId={MAINTENANCE_SESSION}
      env={env}
      locale={locale}
      onEnd={onEnd}
    />
  );
}

window.showStaff = show;
show({
  state: asked.get('state') ?? 'devices',
  hang: asked.get('hang') === '1',
  ...(asked.has('refuse') && { refuse: asked.get('refuse') ?? '' }),
  ...(asked.has('takes') && { takes: number('takes', 0) }),
});
