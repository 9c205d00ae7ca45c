import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { lastStatus, type PadLink } from '../client.ts';
import { applyPanel } from '../design/panel.ts';
import { TEXTS } from '../i18n.ts';
import { useLiveRegion } from '../live-region.tsx';
import { useStaff } from '../maintenance/use-staff.tsx';
import { createPictures } from '../pictures.ts';
import type { Delay } from '../waiting.ts';
import { type Pad, PadContext, type PadSound } from './context.ts';
import { Frame } from './frame.tsx';
import { useDisplay } from './use-display.ts';

export interface PadAppProps {
  link: PadLink;
  sound: PadSound;
  /** Monotonic ms, the clock of the link's `receivedAt`. */
  now: () => number;
  wallNow: () => Date;
  delay: Delay;
  /** Resolves when the next frame was painted. */
  painted: () => Promise<void>;
}

const padCalls: Pad['calls'] = (terminal) => terminal.pad;

/** The pad's screens over one status of the terminal service. */
export function PadApp({ link, sound, now, wallNow, delay, painted }: PadAppProps) {
  const state = useSyncExternalStore(link.subscribe, link.state);
  const last = lastStatus(state);
  const { display, change, reset } = useDisplay(last?.locale ?? 'zh-CN');
  const { announce, region } = useLiveRegion();
  const pictures = useMemo(() => createPictures((sha256) => link.asset(sha256), URL), [link]);
  const texts = TEXTS[display.locale];
  const env = useMemo(() => ({ now, wallMs: () => wallNow().getTime(), delay }), [now, wallNow, delay]);
  const staff = useStaff({
    service: link,
    env,
    locale: display.locale,
    unavailable: texts.t('staffDoor.unavailable'),
    onInside: reset,
  });

  const panel = last?.panel;
  useLayoutEffect(() => {
    if (panel !== undefined) applyPanel(document.documentElement, panel);
  }, [panel]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = texts.locale;
    document.title = texts.t('app.title');
    root.toggleAttribute('data-elder', display.elder);
  }, [texts, display.elder]);
  useEffect(() => sound.setVolume(display.volume), [sound, display.volume]);

  const receivedAt = state.phase === 'live' ? state.receivedAt : 0;
  const pad: Pad = useMemo(
    () => ({
      link,
      calls: padCalls,
      texts,
      display,
      changeDisplay: change,
      pictures,
      sound,
      now,
      wallNow,
      receivedAt,
      announce,
    }),
    [link, texts, display, change, pictures, sound, now, wallNow, receivedAt, announce],
  );
  return (
    <PadContext value={pad}>
      {staff.at !== 'inside' && (
        <Frame
          state={state}
          onReset={reset}
          painted={painted}
          staffCorner={staff.corner}
          staffAtDoor={staff.at === 'door'}
        />
      )}
      {staff.screen}
      {region}
    </PadContext>
  );
}
