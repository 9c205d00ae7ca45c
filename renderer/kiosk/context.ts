import { createContext, useContext } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Link } from '../client.ts';
import type { Pictures } from '../pictures.ts';
import type { Delay } from '../waiting.ts';
import type { KioskTexts } from './texts.ts';

/** How the citizen wants the screen; back to the hall's default after every visit. */
export interface Display {
  locale: Locale;
  /** 长辈模式: larger text. */
  elder: boolean;
  /** 高对比度: white on black. */
  contrast: boolean;
  /** 低位操作: everything in the lower part of an upright panel, within reach from a wheelchair. */
  low: boolean;
  /** 语音提示: pages and what has the focus are read aloud. */
  audio: boolean;
}

/** What every page of the kiosk is handed. */
export interface Kiosk {
  link: Link<KioskStatus>;
  texts: KioskTexts;
  display: Display;
  changeDisplay(change: Partial<Display>): void;
  pictures: Pictures;
  /** Monotonic ms, the clock of `receivedAt`. */
  now(): number;
  delay: Delay;
  /** When the present status came. */
  receivedAt: number;
  /** Tells a page's heading to a screen reader; in audio mode the page is read aloud. */
  announce(text: string): void;
}

export const KioskContext = createContext<Kiosk | null>(null);

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (kiosk === null) throw new Error('KioskContext is missing');
  return kiosk;
}
