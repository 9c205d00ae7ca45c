import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import { CandidateBar } from './candidate-bar.tsx';
import { type Key, press, start } from './composition.ts';
import { shown } from './engine.ts';
import { actionOf } from './hardware.ts';
import { Idle } from './idle.tsx';
import './keyboard.css';
import { Keys } from './keys.tsx';
import { keyOf, layoutOf } from './layouts.ts';
import { pageStarts } from './paging.ts';
import { textsOf } from './texts.ts';
import { candidatesOf, useDictionary } from './use-dictionary.ts';
import { useStrokes } from './use-strokes.ts';

export interface KeyboardProps {
  value: string;
  onChange: (value: string) => void;
  /** Longest text, in code points. */
  maxLength: number;
  /** The key 完成, after all pinyin has become text and `value` is that text. */
  onDone: () => void;
  /** `pinyin`: text of any kind. `case`: digits, capitals and `-` of a case number (办件编号). */
  layout: 'pinyin' | 'case';
  /** Told the letters that are being composed and are not text yet, at every change. */
  onComposing?: (pinyin: string) => void;
  locale: Locale;
}

/** Candidates on show for the screen reader. */
const ANNOUNCED = 5;

/**
 * On-screen keyboard with pinyin (拼音输入). It writes at the end of `value`. While it is on screen it also takes the
 * strokes of a hardware keyboard, wherever the focus is, so that pinyin can be typed with either.
 */
export function Keyboard({ value, onChange, maxLength, onDone, layout, locale, onComposing }: KeyboardProps) {
  const texts = textsOf(locale);
  const [composition, setComposition] = useState(() =>
    start(value, layout === 'case' ? 'case' : locale === 'en' ? 'latin' : 'pinyin'),
  );
  const [page, setPage] = useState(0);
  const [widthEm, setWidthEm] = useState(20);
  const [hardware, setHardware] = useState(false);
  const dictionary = useDictionary(layout === 'pinyin');
  const { pinyin, fuzzy } = composition;

  const find = useMemo(() => candidatesOf(dictionary.root), [dictionary.root]);
  const found = find(pinyin, fuzzy);
  const starts = useMemo(
    () =>
      pageStarts(
        found.map((c) => c.text),
        widthEm,
      ),
    [found, widthEm],
  );
  const shownPage = Math.min(page, Math.max(0, starts.length - 1));
  const onPage = found.slice(starts[shownPage], starts[shownPage + 1]);
  const turn = (by: 1 | -1) => setPage(Math.max(0, Math.min(starts.length - 1, shownPage + by)));

  // Two keys may come before the next rendering: the newest composition is kept beside the rendered one.
  const newest = useRef(composition);
  useLayoutEffect(() => {
    newest.current = { ...newest.current, value };
  }, [value]);

  const handle = (key: Key) => {
    const before = newest.current;
    const after = press(before, key, maxLength, find);
    newest.current = after;
    setComposition(after);
    if (after.pinyin !== before.pinyin || after.fuzzy !== before.fuzzy) setPage(0);
    if (after.value !== before.value) onChange(after.value);
  };

  // After the rendering in which the page knows the text: 完成 may have turned pinyin into text just now.
  const whenDone = useRef(onDone);
  whenDone.current = onDone;
  useEffect(() => {
    if (composition.done) whenDone.current();
  }, [composition]);

  useEffect(() => onComposing?.(pinyin), [onComposing, pinyin]);

  useStrokes((stroke, onButton) => {
    const action = actionOf(stroke, newest.current, onPage, onButton);
    if (action === null) return false;
    setHardware(true);
    if (action.type === 'page') turn(action.by);
    else handle(action);
    return true;
  });

  return (
    <section className="keyboard" aria-label={texts.keyboard} data-layout={layout}>
      <div className="keyboard__line">
        <p className="keyboard__pinyin" lang="zh-Latn-pinyin">
          {shown(pinyin, { fuzzy })}
        </p>
        <p className="keyboard__notice" role="status">
          {composition.full === 'text' && texts.fullText(maxLength)}
          {composition.full === 'pinyin' && texts.fullPinyin}
        </p>
      </div>
      {layout === 'pinyin' && (
        <CandidateBar
          composing={pinyin !== ''}
          page={onPage}
          hasPrevious={shownPage > 0}
          hasNext={shownPage < starts.length - 1}
          numbered={hardware}
          texts={texts}
          onPick={(candidate) => handle({ type: 'pick', candidate })}
          onPage={turn}
          onWidth={setWidthEm}
          idle={
            composition.layer === 'pinyin' && (
              <Idle
                dictionary={dictionary}
                fuzzy={fuzzy}
                texts={texts}
                onFuzzy={() => handle({ type: 'fuzzy' })}
              />
            )
          }
        />
      )}
      <Keys
        layout={layoutOf(composition.layer, composition.shift, composition.signs)}
        shift={composition.shift}
        texts={texts}
        onButton={(button) => handle(keyOf(button))}
      />
      <p className="keyboard__spoken" aria-live="polite">
        {onPage.length > 0 &&
          texts.offered(
            onPage
              .slice(0, ANNOUNCED)
              .map((c) => c.text)
              .join('、'),
          )}
      </p>
    </section>
  );
}

export default Keyboard;
