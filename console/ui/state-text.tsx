import type { ReactNode } from 'react';

export type Tone = 'plain' | 'quiet' | 'good' | 'warn' | 'bad';

/** A state in words, with a dot of its tone. */
export function StateText({ tone, title, children }: { tone: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={`state state-${tone}`} title={title}>
      {children}
    </span>
  );
}
