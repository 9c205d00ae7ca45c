import { useEffect, useRef } from 'react';
import { useKiosk } from './context.ts';

/** The page's heading: takes the focus when the page appears, and is told to a screen reader. */
export function Title({ children }: { children: string }) {
  const { announce } = useKiosk();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => announce(children), [children, announce]);
  return (
    <h1 ref={heading} className="title" tabIndex={-1}>
      {children}
    </h1>
  );
}
