import { useEffect, useState } from 'react';
import type { Board } from '../../contracts/kiosk.ts';
import { useKiosk } from './context.ts';

const EMPTY: Board = { slides: [], notices: [] };

/** The hall's slides and notices, asked for anew when their version changes. */
export function useBoard(version: string | null): Board {
  const { link } = useKiosk();
  const [board, setBoard] = useState(EMPTY);
  useEffect(() => {
    const line = link.line();
    if (version === null || line === null) return;
    let over = false;
    // A line that breaks brings a new status, and with it another question.
    line.terminal.kiosk.board().then(
      (now) => !over && setBoard(now),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [link, version]);
  return board;
}
