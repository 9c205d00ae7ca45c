import { useEffect, useRef } from 'react';
import { useKiosk } from './context.ts';

/** The page's heading: takes the focus when the page appears, and is told to a screen reader. */
export function Title({ children }: { children: string }) {
  const { announce, say } = useKiosk();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    announce(children);
    say(children);
  }, [children, announce, say]);
  return (
    <h1 ref={heading} className="title" tabIndex={-1}>
      {children}
    </h1>
  );
}
