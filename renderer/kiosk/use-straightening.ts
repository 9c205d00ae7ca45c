import { useEffect, useState } from 'react';
import type { PageView } from '../../contracts/kiosk-step.ts';
import { useKiosk } from './context.ts';
import { fetchPage } from './fetch-page.ts';

/**
 * Straightens pages as they come from the scanner, one after the other; true while one is at work. `scannedDpi`: at what
 * they were scanned.
 */
export function useStraightening(sessionId: string, pages: readonly PageView[], scannedDpi: number): boolean {
  const { link } = useKiosk();
  const [busy, setBusy] = useState(false);
  const raw = pages.find((p) => p.raw)?.id ?? null;
  useEffect(() => {
    if (raw === null) return;
    let over = false;
    setBusy(true);
    void (async () => {
      const source = await fetchPage(link, sessionId, raw);
      if (source === null || over) return;
      const { processPage } = await import('../capture/index.tsx');
      const made = await processPage(source, { kind: 'scan' });
      if (over) return;
      // A page that cannot be straightened is kept as it came.
      const page = made.ok ? made.value.page : source;
      const { dpi, warnings } = made.ok ? made.value : { dpi: scannedDpi, warnings: [] };
      const file = new File([page], 'page', { type: page.type });
      await link.send((terminal) =>
        terminal.kiosk.putPage({ sessionId, file, replaces: raw, dpi, warnings: [...warnings] }),
      );
    })().finally(() => setBusy(false));
    return () => {
      over = true;
    };
  }, [link, sessionId, raw, scannedDpi]);
  return busy;
}
