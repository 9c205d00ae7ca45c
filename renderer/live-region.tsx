import { type ReactNode, useCallback, useRef } from 'react';

/**
 * Where a screen reader hears what the eye sees. Written past React: a page that announces its title would otherwise
 * have the whole app drawn a second time before the page is painted.
 */
export function useLiveRegion(): { announce: (text: string) => void; region: ReactNode } {
  const element = useRef<HTMLDivElement>(null);
  const announce = useCallback((text: string) => {
    if (element.current !== null) element.current.textContent = text;
  }, []);
  return {
    announce,
    region: <div ref={element} className="visually-hidden" role="status" aria-live="polite" data-headings />,
  };
}
