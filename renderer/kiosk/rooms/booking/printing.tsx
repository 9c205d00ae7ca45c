import { useCallback, useEffect, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from './texts.ts';

export type Printing = { phase: 'none' | 'printing' | 'printed' } | { phase: 'failed'; code: string };

/** Prints the slip of a booking or ticket; `atOnce`: as soon as its page is there. */
export function usePrinting(visitId: string, id: string, atOnce: boolean) {
  const ask = useAsk();
  const [printing, setPrinting] = useState<Printing>({ phase: atOnce ? 'printing' : 'none' });
  const print = useCallback(async () => {
    setPrinting({ phase: 'printing' });
    const reply = await ask((terminal) => terminal.rooms.booking.print({ visitId, id }));
    setPrinting(reply.ok ? { phase: 'printed' } : { phase: 'failed', code: reply.code });
  }, [ask, visitId, id]);
  useEffect(() => {
    if (atOnce) void print();
  }, [atOnce, print]);
  return { printing, print };
}

/** How the printing goes, in words. */
export function PrintingSays({ printing }: { printing: Printing }) {
  const { t } = useTexts();
  return (
    <p className="booking__printing" role="status">
      {printing.phase === 'printing' && t('print.printing')}
      {printing.phase === 'printed' && t('print.printed')}
    </p>
  );
}

/** Why nothing came out of the printer; the page itself is the slip then. */
export function usePrintFault(printing: Printing): string | undefined {
  const { t, error } = useTexts();
  return printing.phase === 'failed' ? `${error(printing.code)} ${t('print.failed')}` : undefined;
}
