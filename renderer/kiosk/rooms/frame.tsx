import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { Title } from '../title.tsx';
import './frame.css';
import { useTexts } from './texts.ts';

interface PageProps {
  title: string;
  hint?: string | undefined;
  /** What does not go its usual way just now, such as the network being away. */
  note?: string | undefined;
  /** What was refused; told aloud. */
  refusal?: string | undefined;
  children?: ReactNode;
  /** Back at the left, on at the right. */
  foot: ReactNode;
}

/** One question a page, with what leads back and on at fixed places. */
export function Page({ title, hint, note, refusal, children, foot }: PageProps) {
  return (
    <div className="guide sheet">
      <div className="guide__question">
        <Title>{title}</Title>
        {hint !== undefined && <p className="guide__hint">{hint}</p>}
        {note !== undefined && <p className="sheet__note">{note}</p>}
      </div>
      <div className="guide__answer">{children}</div>
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

interface ChoicesProps<T> {
  items: readonly T[];
  /** Most on one page; fewer where they do not fit. */
  most: number;
  /** Class of the grid. */
  layout: string;
  draw: (item: T) => ReactNode;
  keyOf: (item: T) => string;
}

/** Choices of the same size, turned by buttons: nothing has to be dragged. */
export function Choices<T>({ items, most, layout, draw, keyOf }: ChoicesProps<T>) {
  const [turned, setTurned] = useState(0);
  const { grid, size } = useFitting(most, items.length);
  const of = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(turned, of - 1);
  return (
    <>
      <ul className={`sheet__choices ${layout}`} ref={grid}>
        {items.slice(page * size, (page + 1) * size).map((item) => (
          <li key={keyOf(item)}>{draw(item)}</li>
        ))}
      </ul>
      <Pager page={page} of={of} onTurn={setTurned} />
    </>
  );
}

/** So many as the page has room for, in whole rows, at the present size of text. */
export function useFitting(most: number, count: number) {
  const { display } = useKiosk();
  const grid = useRef<HTMLUListElement>(null);
  const look = `${most} ${count} ${display.locale} ${display.elder} ${display.low}`;
  const [fitting, setFitting] = useState({ look, size: most });
  const size = fitting.look === look ? fitting.size : most;
  useLayoutEffect(() => {
    const area = grid.current?.parentElement;
    if (grid.current === null || area == null || area.scrollHeight <= area.clientHeight + 1) return;
    const columns = getComputedStyle(grid.current).gridTemplateColumns.split(' ').length;
    const rows = Math.ceil(Math.min(size, count) / columns);
    if (rows > 1) setFitting({ look, size: (rows - 1) * columns });
  });
  return { grid, size };
}

/** Turns pages by buttons; of one page nothing is shown. */
export function Pager({ page, of, onTurn }: { page: number; of: number; onTurn: (page: number) => void }) {
  const { t } = useTexts();
  if (of <= 1) return null;
  return (
    <div className="sheet__pager">
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

interface ChoiceProps {
  title: string;
  /** In words: what there is of it. */
  hint?: string | undefined;
  /** Stays in place, and does nothing. */
  out?: boolean;
  /** Of more than is drawn. */
  label?: string;
  onPress: () => void;
}

export function Choice({ title, hint, out, label, onPress }: ChoiceProps) {
  return (
    <button
      type="button"
      className="sheet__choice"
      aria-disabled={out === true || undefined}
      aria-label={label}
      onClick={out === true ? undefined : onPress}
    >
      <strong>{title}</strong>
      {hint !== undefined && <span className={out === true ? 'quiet' : 'sheet__left'}>{hint}</span>}
    </button>
  );
}
