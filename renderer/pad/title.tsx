import { useEffect, useRef } from 'react';
import { usePad } from './context.ts';

/** The page's heading: takes the focus when the page appears, and is told to a screen reader. `unseen` where the page shows it otherwise. */
export function Title({ children, unseen }: { children: string; unseen?: boolean }) {
  const { announce } = usePad();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => announce(children), [children, announce]);
  return (
    <h1 ref={heading} className={unseen ? 'visually-hidden' : 'title clamp-2'} tabIndex={-1}>
      {children}
    </h1>
  );
}
