import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { KioskStatus } from '../../../contracts/kiosk.ts';
import type { Link } from '../../client.ts';
import { callService } from '../../maintenance/calls.ts';
import { createVoice } from '../../sound/index.ts';
import type { When } from '../../sound/speaker.ts';
import type { Delay } from '../../waiting.ts';
import type { Display } from '../context.ts';
import type { KioskTexts } from '../texts.ts';
import { controlWords, typedWords } from './control.ts';
import { blocksOf, readControl, textOf } from './read-page.ts';

/**
 * The keypad's socket for headphones: a tactile keypad types these keys when they are plugged in and pulled out, and a third
 * one when the page shall be read again. Its code table is set so when it is installed.
 */
const PLUGGED = 'F15';
const PULLED = 'F16';
const AGAIN = 'F17';

/** A voice that takes longer than this is late for what it says, ms. */
const MAKE_MS = 6_000;
const LIVE = '[role="status"], [role="alert"], [aria-live]';
const FIELDS = 'input[type="text"], input[type="tel"], textarea';

export interface AudioParts {
  link: Link<KioskStatus>;
  delay: Delay;
  display: Display;
  texts: KioskTexts;
  change: (audio: boolean) => void;
  /** What is not recorded can be made now. */
  live: boolean;
}

/** Reads a page's heading, and then the page; answers the function that pages call with it. */
export function useAudio(o: AudioParts): (title: string) => void {
  const { link, delay, display, texts, change } = o;
  const { audio: on, locale } = display;
  const live = useRef(o.live);
  live.current = o.live;
  /** Its heading is told, and all of it will be. */
  const isNewPage = useRef(false);
  const voice = useMemo(
    () =>
      createVoice({
        isLive: () => live.current,
        async make(text, locale) {
          const made = await callService(link, delay, MAKE_MS, ({ speech }) => speech.make({ text, locale }));
          return made.ok ? made.value : null;
        },
      }),
    [link, delay],
  );
  const say = useCallback(
    (words: readonly string[], when: When) => {
      words.forEach((text, n) => void voice.say(text, locale, n === 0 ? when : 'next'));
    },
    [voice, locale],
  );
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === PLUGGED) change(true);
      if (key === PULLED) change(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [change]);
  useEffect(() => {
    if (!on) return;
    const stops = [
      followFocus(say, texts),
      followTyping(say, texts),
      followMessages(say, () => isNewPage.current),
      followAgain(say),
    ];
    return () => {
      for (const stop of stops) stop();
      voice.stop();
    };
  }, [on, say, texts, voice]);
  return useCallback(
    (title: string) => {
      if (!on) return;
      say([title], 'now');
      isNewPage.current = true;
      // When the page is painted.
      requestAnimationFrame(() => {
        isNewPage.current = false;
        say(blocksOf(pageNow()), 'next');
      });
    },
    [on, say],
  );
}

type Say = (words: readonly string[], when: When) => void;

/** The dialog that is open, or the page. */
const pageNow = (): Element =>
  [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.querySelector('main') ?? document.body;

/** What has the focus; a dialog that opens is told before what is in it. */
function followFocus(say: Say, { t }: KioskTexts): () => void {
  const onFocus = ({ target, relatedTarget }: FocusEvent) => {
    if (!(target instanceof Element)) return;
    const control = readControl(target);
    const dialog = target.closest('dialog');
    const isNew = dialog !== null && !(relatedTarget instanceof Node && dialog.contains(relatedTarget));
    const words = control === null ? [] : controlWords(control, t);
    if (isNew) say([dialog.getAttribute('aria-label') ?? '', ...blocksOf(dialog), ...words], 'now');
    else if (words.length > 0) say(words, 'now');
  };
  const onChange = ({ target }: Event) => {
    const control = target instanceof Element ? readControl(target) : null;
    if (control !== null && control.isChosen !== null) say(controlWords(control, t).slice(1), 'now');
  };
  addEventListener('focusin', onFocus);
  addEventListener('change', onChange);
  return () => {
    removeEventListener('focusin', onFocus);
    removeEventListener('change', onChange);
  };
}

/** What is typed, by whatever keys: the keys of the screen and of a keypad write past the field's own events. */
function followTyping(say: Say, { t }: KioskTexts): () => void {
  const known = new WeakMap<Element, string>();
  const look = () => {
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(FIELDS)) {
      const before = known.get(field);
      known.set(field, field.value);
      const words = before === undefined ? [] : typedWords(before, field.value, t);
      if (words.length > 0) say(words, 'now');
    }
  };
  look();
  const after = () => requestAnimationFrame(look);
  const signs = ['keydown', 'keyup', 'click', 'focusin'] as const;
  for (const sign of signs) addEventListener(sign, after, true);
  return () => {
    for (const sign of signs) removeEventListener(sign, after, true);
  };
}

/** Messages that come while a page is read: alerts at once, others after what is being said. */
function followMessages(say: Say, isNewPage: () => boolean): () => void {
  const told = new WeakMap<Element, string>();
  const tell = (region: Element) => {
    const text = textOf(region);
    if (told.get(region) === text) return;
    told.set(region, text);
    // The app's own region repeats headings, which are told already.
    if (text === '' || isNewPage() || region.closest('[data-headings]') !== null) return;
    const isAlert =
      region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
    say([text], isAlert ? 'now' : 'next');
  };
  for (const region of document.querySelectorAll(LIVE)) told.set(region, textOf(region));
  const observer = new MutationObserver((mutations) => {
    const changed = new Set<Element>();
    for (const { target, addedNodes } of mutations) {
      const at = target instanceof Element ? target : target.parentElement;
      const region = at?.closest(LIVE) ?? null;
      if (region !== null) changed.add(region);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        // Of what comes with new parts of a page only alerts are told by themselves.
        for (const alert of node.querySelectorAll('[role="alert"]')) changed.add(alert);
        if (node.matches('[role="alert"]')) changed.add(node);
        for (const status of node.querySelectorAll(LIVE))
          if (!changed.has(status)) told.set(status, textOf(status));
      }
    }
    for (const region of changed) if (region.isConnected) tell(region);
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}

/** The page once more, from its heading on. */
function followAgain(say: Say): () => void {
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== AGAIN) return;
    const page = pageNow();
    const title = page.getAttribute('aria-label') ?? textOf(page.querySelector('h1'));
    say([title, ...blocksOf(page)], 'now');
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
