import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import { type Link, lastStatus, type PadEnvironment } from '../client.ts';
import { applyPanel } from '../design/panel.ts';
import { useLiveRegion } from '../live-region.tsx';
import { useStaff } from '../maintenance/use-staff.tsx';
import { useDeviceWedge } from '../scan/use-wedge.ts';
import { type Display, type Kiosk, KioskContext, useKiosk } from './context.ts';
import { Guide } from './guide.tsx';
import { KioskHeader } from './header.tsx';
import { Home } from './home.tsx';
import { kioskTexts } from './texts.ts';
import { Title } from './title.tsx';
import { useCameraPresence } from './use-camera-presence.ts';

export interface KioskAppProps {
  link: Link<KioskStatus>;
  env: PadEnvironment;
}

/** The kiosk's screens over one status of the terminal service. */
export function KioskApp({ link, env }: KioskAppProps) {
  const { now, delay } = env;
  const state = useSyncExternalStore(link.subscribe, link.state);
  const status = lastStatus(state);
  const sessionId = status?.session?.id ?? null;
  const { display, change } = useDisplay(status, sessionId);
  const { announce, region } = useLiveRegion();
  const texts = useMemo(() => kioskTexts(display.locale), [display.locale]);

  const panel = status?.panel;
  useLayoutEffect(() => {
    if (panel !== undefined) applyPanel(document.documentElement, panel);
  }, [panel]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = texts.locale;
    document.title = texts.t('app.title');
    root.toggleAttribute('data-elder', display.elder);
  }, [texts, display.elder]);

  const leave = useCallback(() => {
    const open = lastStatus(link.state())?.session?.id;
    if (open !== undefined) void link.send((terminal) => terminal.kiosk.leave({ sessionId: open }));
  }, [link]);

  const receivedAt = state.phase === 'live' ? state.receivedAt : 0;
  const kiosk: Kiosk = useMemo(
    () => ({ link, texts, display, changeDisplay: change, now, delay, receivedAt, announce }),
    [link, texts, display, change, now, delay, receivedAt, announce],
  );
  const isLive = state.phase === 'live';
  const staffEnv = useMemo(() => ({ ...env, wallMs: Date.now }), [env]);
  const staff = useStaff({
    service: link,
    env: staffEnv,
    locale: display.locale,
    unavailable: texts.t('staff.unavailable'),
    onInside: leave,
  });
  useDeviceWedge(link);
  useCameraPresence(link, status?.cameras ?? [], isLive);
  return (
    <KioskContext value={kiosk}>
      {staff.at !== 'inside' && (
        <div className="pad kiosk" data-screen={screenName(isLive, status)}>
          {staff.corner}
          <KioskHeader status={status} />
          <main className="page">
            {!isLive || status === null ? (
              <Recovering />
            ) : status.session === null ? (
              <Home status={status} />
            ) : (
              <Guide session={status.session} />
            )}
          </main>
          {status?.simulated === true && <aside className="kiosk__simulated">{texts.t('simulated')}</aside>}
        </div>
      )}
      {staff.screen}
      {region}
    </KioskContext>
  );
}

function screenName(isLive: boolean, status: KioskStatus | null): string {
  if (!isLive || status === null) return 'recovering';
  return status.session === null ? 'home' : status.session.step.type;
}

/** Display settings: the hall's default until the citizen changes them; a session that ends takes them along. */
function useDisplay(status: KioskStatus | null, sessionId: string | null) {
  const [chosen, setChosen] = useState<Partial<Display>>({});
  const change = useCallback((next: Partial<Display>) => setChosen((c) => ({ ...c, ...next })), []);
  const before = useRef(sessionId);
  useEffect(() => {
    if (before.current !== null && before.current !== sessionId) setChosen({});
    before.current = sessionId;
  }, [sessionId]);
  const locale = status?.locale ?? 'zh-CN';
  const display: Display = useMemo(() => ({ locale, elder: false, ...chosen }), [locale, chosen]);
  return { display, change };
}

function Recovering() {
  const { texts } = useKiosk();
  return (
    <div className="kiosk__center">
      <Title>{texts.t('service.title')}</Title>
      <p>{texts.t('service.body')}</p>
    </div>
  );
}
