import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { type Link, lastStatus, type PadEnvironment } from '../client.ts';
import { useLiveRegion } from '../live-region.tsx';
import { useStaff } from '../maintenance/use-staff.tsx';
import { createPictures } from '../pictures.ts';
import { useDeviceWedge } from '../scan/use-wedge.ts';
import { Attract } from './attract.tsx';
import { useAudio } from './audio/use-audio.ts';
import { KioskBar } from './bar.tsx';
import { type Kiosk, KioskContext, useKiosk } from './context.ts';
import { KioskHeader } from './header.tsx';
import { kioskTexts } from './texts.ts';
import { Title } from './title.tsx';
import { useCameraPresence } from './use-camera-presence.ts';
import { useDisplay } from './use-display.ts';
import { useKeypad } from './use-keypad.ts';
import { Visit } from './visit.tsx';

export interface KioskAppProps {
  link: Link<KioskStatus>;
  env: PadEnvironment;
}

/** The kiosk's screens over one status of the terminal service. */
export function KioskApp({ link, env }: KioskAppProps) {
  const { now, delay } = env;
  const state = useSyncExternalStore(link.subscribe, link.state);
  const status = lastStatus(state);
  const visitOn = useCallback(() => lastStatus(link.state())?.visit?.id ?? null, [link]);
  const tellLocale = useCallback(
    (locale: Locale) => {
      const visitId = visitOn();
      if (visitId !== null) void link.send((terminal) => terminal.kiosk.language({ visitId, locale }));
    },
    [link, visitOn],
  );
  const { display, change } = useDisplay(status, tellLocale);
  const { announce: write, region } = useLiveRegion();
  const changeAudio = useCallback((audio: boolean) => change({ audio }), [change]);
  const texts = useMemo(() => kioskTexts(display.locale), [display.locale]);
  const live = status?.speaks === true;
  const readPage = useAudio({ link, delay, display, texts, change: changeAudio, live });
  const announce = useCallback(
    (text: string) => {
      write(text);
      readPage(text);
    },
    [write, readPage],
  );
  useEffect(() => {
    document.title = texts.t('app.title');
  }, [texts]);

  const finish = useCallback(() => {
    const visitId = visitOn();
    if (visitId !== null) void link.send((terminal) => terminal.kiosk.finish({ visitId }));
  }, [link, visitOn]);
  const pictures = useMemo(() => createPictures(link.asset, URL), [link]);
  const receivedAt = state.phase === 'live' ? state.receivedAt : 0;
  const kiosk: Kiosk = useMemo(
    () => ({ link, texts, display, changeDisplay: change, pictures, now, delay, receivedAt, announce }),
    [link, texts, display, change, pictures, now, delay, receivedAt, announce],
  );
  const isLive = state.phase === 'live';
  const staffEnv = useMemo(() => ({ ...env, wallMs: Date.now }), [env]);
  const staff = useStaff({
    service: link,
    env: staffEnv,
    locale: display.locale,
    unavailable: texts.t('staff.unavailable'),
    onInside: finish,
  });
  useDeviceWedge(link);
  useKeypad();
  useCameraPresence(link, status?.cameras ?? [], isLive);
  const shown = isLive ? status : null;
  const page = screenName(shown);
  return (
    <KioskContext value={kiosk}>
      {staff.at !== 'inside' && (
        <div className="pad kiosk" data-screen={page}>
          {staff.corner}
          <KioskHeader status={status} />
          <main className="page">
            {shown === null ? (
              <Recovering />
            ) : shown.visit === null ? (
              <Attract status={shown} />
            ) : (
              <Visit key={shown.visit.id} status={shown} visit={shown.visit} />
            )}
          </main>
          {shown !== null && <KioskBar key={shown.visit?.id} status={shown} page={page} />}
          {status?.simulated === true && <aside className="kiosk__simulated">{texts.t('simulated')}</aside>}
        </div>
      )}
      {staff.screen}
      {region}
    </KioskContext>
  );
}

/** `recovering`, `attract`, `home`, `signIn`, a room's name, or the kind of a flow's step. */
function screenName(status: KioskStatus | null): string {
  if (status === null) return 'recovering';
  if (status.visit === null) return 'attract';
  const { place } = status.visit;
  if (place.kind === 'flow') return place.session.step.type;
  return place.kind === 'room' ? place.room : place.kind;
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
