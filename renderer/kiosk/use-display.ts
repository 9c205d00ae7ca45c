import { useCallback, useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { applyPanel } from '../design/panel.ts';
import type { Display } from './context.ts';

/** Nobody touched the attract screen for so long: whoever set it is gone, ms. */
const ABANDONED_MS = 30_000;
const DEFAULTS = { elder: false, contrast: false, low: false, audio: false };

/** Display settings: the hall's default until the citizen changes them; a visit that ends takes them along. */
export function useDisplay(status: KioskStatus | null, tell: (locale: Locale) => void) {
  const [chosen, setChosen] = useState<Partial<Display>>({});
  const visitId = status?.visit?.id ?? null;
  const before = useRef(visitId);
  useEffect(() => {
    if (before.current !== null && before.current !== visitId) setChosen({});
    before.current = visitId;
  }, [visitId]);

  const isIdle = visitId === null && Object.keys(chosen).length > 0;
  useEffect(() => {
    if (!isIdle) return;
    const forget = () => setChosen({});
    let timer = setTimeout(forget, ABANDONED_MS);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(forget, ABANDONED_MS);
    };
    const signs = ['pointerdown', 'keydown'] as const;
    for (const sign of signs) addEventListener(sign, again, true);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, again, true);
    };
  }, [isIdle]);

  const change = useCallback(
    (next: Partial<Display>) => {
      setChosen((c) => ({ ...c, ...next }));
      if (next.locale !== undefined) tell(next.locale);
    },
    [tell],
  );
  const locale = status?.locale ?? 'zh-CN';
  const display: Display = useMemo(() => ({ locale, ...DEFAULTS, ...chosen }), [locale, chosen]);

  // Before the layout effects of the pages: they measure what has room in this look.
  const panel = status?.panel;
  useInsertionEffect(() => {
    if (panel !== undefined) applyPanel(document.documentElement, panel);
  }, [panel]);
  useInsertionEffect(() => {
    const root = document.documentElement;
    root.lang = display.locale;
    root.toggleAttribute('data-elder', display.elder);
    root.toggleAttribute('data-contrast', display.contrast);
    root.toggleAttribute('data-low', display.low);
  }, [display]);
  return { display, change };
}
