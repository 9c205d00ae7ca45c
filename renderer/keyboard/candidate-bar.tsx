import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Candidate } from './engine.ts';
import type { KeyboardTexts } from './texts.ts';

interface CandidateBarProps {
  composing: boolean;
  /** The candidates of the page on show. */
  page: readonly Candidate[];
  hasPrevious: boolean;
  hasNext: boolean;
  /** Number the candidates for the digits of a hardware keyboard. */
  numbered: boolean;
  /** What the bar says while nothing is composed. */
  idle: ReactNode;
  texts: KeyboardTexts;
  onPick: (candidate: Candidate) => void;
  onPage: (by: 1 | -1) => void;
  /** Room for candidates, in em of their type. */
  onWidth: (em: number) => void;
}

/** The bar above the keys: candidates (候选) and the buttons that turn their pages (翻页). */
export function CandidateBar(props: CandidateBarProps) {
  const { composing, page, texts } = props;
  const row = useWidth(props.onWidth);
  return (
    <div className="keyboard__candidates">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form. */}
      <div ref={row} className="keyboard__row" role="group" aria-label={texts.candidates}>
        {composing
          ? page.map((c, i) => (
              <button
                key={c.text}
                type="button"
                lang="zh-CN"
                className="keyboard__candidate"
                onMouseDown={(e) => e.preventDefault()}
                onClick={() => props.onPick(c)}
              >
                {props.numbered && i < 9 && <small aria-hidden="true">{i + 1}</small>}
                <span>{c.text}</span>
              </button>
            ))
          : props.idle}
      </div>
      {composing && (
        <>
          <PageButton by={-1} label={texts.previous} enabled={props.hasPrevious} onPage={props.onPage} />
          <PageButton by={1} label={texts.next} enabled={props.hasNext} onPage={props.onPage} />
        </>
      )}
    </div>
  );
}

interface PageButtonProps {
  by: 1 | -1;
  label: string;
  enabled: boolean;
  onPage: (by: 1 | -1) => void;
}

/** Stays in place, and does nothing, on the first or last page: nothing moves under the finger. */
function PageButton({ by, label, enabled, onPage }: PageButtonProps) {
  return (
    <button
      type="button"
      className="keyboard__turn"
      aria-label={label}
      aria-disabled={!enabled}
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => enabled && onPage(by)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={by === 1 ? 'M9 5l7 7-7 7' : 'M15 5l-7 7 7 7'} />
      </svg>
    </button>
  );
}

function useWidth(onWidth: (em: number) => void) {
  const element = useRef<HTMLDivElement>(null);
  const report = useRef(onWidth);
  report.current = onWidth;
  const [observer] = useState(
    () =>
      new ResizeObserver(([entry]) => {
        if (entry === undefined) return;
        const em = Number.parseFloat(getComputedStyle(entry.target).fontSize);
        report.current(entry.contentRect.width / em);
      }),
  );
  useEffect(() => {
    if (element.current !== null) observer.observe(element.current);
    return () => observer.disconnect();
  }, [observer]);
  return element;
}
