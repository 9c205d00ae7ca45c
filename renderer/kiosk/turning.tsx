import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';

/** How much of what is seen a turn leaves on the screen, so that nobody loses the line. */
const OVERLAP = 0.15;

/** What may be longer than its place: turned by buttons, nothing has to be dragged. They stand there only when needed. */
export function Turning({ className, children }: { className: string; children: ReactNode }) {
  const { t } = useKiosk().texts;
  const area = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState({ above: false, below: false });
  useEffect(() => {
    const seen = area.current;
    if (seen === null) return;
    const look = () => {
      const above = seen.scrollTop > 1;
      const below = seen.scrollTop + seen.clientHeight < seen.scrollHeight - 1;
      setHidden((h) => (h.above === above && h.below === below ? h : { above, below }));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(seen);
    for (const child of seen.children) sizes.observe(child);
    const content = new MutationObserver(look);
    content.observe(seen, { childList: true, subtree: true, characterData: true });
    seen.addEventListener('scroll', look);
    look();
    return () => {
      sizes.disconnect();
      content.disconnect();
      seen.removeEventListener('scroll', look);
    };
  }, []);
  const turn = (by: 1 | -1) => {
    const seen = area.current;
    seen?.scrollBy({ top: by * seen.clientHeight * (1 - OVERLAP) });
  };
  const isLonger = hidden.above || hidden.below;
  return (
    <div className="turned">
      {/* A keyboard reaches what it scrolls. */}
      <div ref={area} className={className} {...(isLonger && { tabIndex: 0 })}>
        {children}
      </div>
      {isLonger && (
        <div className="turning">
          <Button size="main" disabled={!hidden.above} onPress={() => turn(-1)}>
            {t('guide.up')}
          </Button>
          <Button size="main" disabled={!hidden.below} onPress={() => turn(1)}>
            {t('guide.down')}
          </Button>
        </div>
      )}
    </div>
  );
}
