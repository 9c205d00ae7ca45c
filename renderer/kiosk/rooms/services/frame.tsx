import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Title } from '../../title.tsx';
import { useFitting } from '../frame.tsx';
import type { Loaded } from '../use-load.ts';
import { useTexts } from './texts.ts';

interface PageProps {
  /** Class of how it is laid out. */
  layout?: string;
  title: string;
  hint?: string | undefined;
  /** What does not go its usual way just now. */
  note?: string | undefined;
  /** What was refused; told aloud. */
  refusal?: string | undefined;
  children?: ReactNode;
  /** Back at the left, on at the right. */
  foot: ReactNode;
}

/** One question a page, with what leads back and on at fixed places. */
export function Page({ layout = '', title, hint, note, refusal, children, foot }: PageProps) {
  return (
    <div className={`guide services ${layout}`}>
      <div className="guide__question">
        <Title>{title}</Title>
        {hint !== undefined && <p className="guide__hint">{hint}</p>}
        {note !== undefined && <p className="services__note">{note}</p>}
      </div>
      <div className="services__body">{children}</div>
      <p className="refusal" role="alert">
        {refusal}
      </p>
      <div className="guide__foot">{foot}</div>
    </div>
  );
}

export function Back({ onPress, home }: { onPress: () => void; home?: boolean }) {
  const { t } = useTexts();
  return (
    <Button size="main" icon="back" onPress={onPress}>
      {t(home === true ? 'page.home' : 'page.back')}
    </Button>
  );
}

interface WaitProps<T> {
  loaded: Loaded<T>;
  onAgain: () => void;
  onBack: () => void;
  children: (value: T) => ReactNode;
}

/** The page of what was asked for; until it is there, or when it does not come, a page that says so. */
export function Wait<T>({ loaded, onAgain, onBack, children }: WaitProps<T>) {
  const { t, error } = useTexts();
  switch (loaded.state) {
    case 'ready':
      return children(loaded.value);
    case 'loading':
      return <Page title={t('page.loading')} foot={<Back onPress={onBack} />} />;
    case 'failed':
      return (
        <Page
          key="failed"
          title={t('page.failed')}
          refusal={error(loaded.code)}
          foot={
            <>
              <Back onPress={onBack} />
              <Button size="main" kind="primary" onPress={onAgain}>
                {t('page.again')}
              </Button>
            </>
          }
        />
      );
  }
}

interface ChoicesProps<T> {
  items: readonly T[];
  /** Most on one page; fewer where they do not fit. */
  most: number;
  /** Class of the grid. */
  layout?: string;
  draw: (item: T) => ReactNode;
  keyOf: (item: T) => string;
  /** Only those of the first page, without turning. */
  firstOnly?: boolean;
}

/** Choices of the same size, turned by buttons: nothing has to be dragged. */
export function Choices<T>({ items, most, layout = '', draw, keyOf, firstOnly }: ChoicesProps<T>) {
  const [turned, setTurned] = useState(0);
  const { grid, size } = useFitting(most, items.length);
  const of = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(turned, of - 1);
  return (
    <>
      <ul className={`services__choices ${layout}`} ref={grid}>
        {items.slice(page * size, (page + 1) * size).map((item) => (
          <li key={keyOf(item)}>{draw(item)}</li>
        ))}
      </ul>
      {firstOnly !== true && <Pager page={page} of={of} onTurn={setTurned} />}
    </>
  );
}

/** Turns pages by buttons; of one page nothing is shown. */
export function Pager({ page, of, onTurn }: { page: number; of: number; onTurn: (page: number) => void }) {
  const { t } = useTexts();
  if (of <= 1) return null;
  return (
    <div className="services__pager">
      <Button size="main" disabled={page === 0} onPress={() => onTurn(page - 1)}>
        {t('page.earlier')}
      </Button>
      <span className="quiet" role="status">
        {t('page.pageOf', { n: page + 1, of })}
      </span>
      <Button size="main" disabled={page === of - 1} onPress={() => onTurn(page + 1)}>
        {t('page.later')}
      </Button>
    </div>
  );
}

/** Part of the height that a press moves. */
const STEP = 0.85;

/** Text of any length, moved by buttons where it is longer than its place. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTexts();
  const place = useRef<HTMLElement>(null);
  const [edges, setEdges] = useState({ above: false, below: false });
  const look = useCallback(() => {
    const e = place.current;
    if (e === null) return;
    const above = e.scrollTop > 1;
    const below = e.scrollTop + e.clientHeight < e.scrollHeight - 1;
    setEdges((now) => (now.above === above && now.below === below ? now : { above, below }));
  }, []);
  useLayoutEffect(() => {
    const e = place.current;
    if (e === null) return;
    look();
    const watch = new ResizeObserver(look);
    watch.observe(e);
    return () => watch.disconnect();
  });
  const move = (by: 1 | -1) => {
    const e = place.current;
    if (e !== null) e.scrollTop += by * e.clientHeight * STEP;
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="services__scroll" ref={place} tabIndex={0} aria-label={label} onScroll={look}>
        {children}
      </section>
      {(edges.above || edges.below) && (
        <div className="services__pager">
          <Button size="main" disabled={!edges.above} onPress={() => move(-1)}>
            {t('page.up')}
          </Button>
          <Button size="main" disabled={!edges.below} onPress={() => move(1)}>
            {t('page.down')}
          </Button>
        </div>
      )}
    </>
  );
}
