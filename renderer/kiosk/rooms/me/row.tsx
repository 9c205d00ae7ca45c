import type { ReactNode } from 'react';

type Tone = 'good' | 'bad' | 'still' | 'quiet';

interface RowProps {
  title: string;
  state?: string | undefined;
  tone?: Tone;
  lines: readonly string[];
  /** Opens it; absent: there is nothing more to it. */
  onPress?: () => void;
  children?: ReactNode;
}

/** A thing of one's own in a list. */
export function Row({ title, state, tone = 'quiet', lines, onPress, children }: RowProps) {
  const words = (
    <>
      {state !== undefined && (
        <span className="booking__state" data-tone={tone}>
          {state}
        </span>
      )}
      <strong>{title}</strong>
      {lines.map((line) => (
        <span key={line} className="quiet me__line">
          {line}
        </span>
      ))}
    </>
  );
  if (onPress !== undefined)
    return (
      <button type="button" className="sheet__choice me__row" onClick={onPress}>
        {words}
      </button>
    );
  return (
    <article className="booking__card" aria-label={title}>
      <div className="booking__cardwords">{words}</div>
      {children !== undefined && <div className="booking__cardactions">{children}</div>}
    </article>
  );
}
