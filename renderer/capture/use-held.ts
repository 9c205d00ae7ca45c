import { type MouseEvent, useEffect, useRef } from 'react';

/** A button that is held goes on acting: after a moment, then so often. ms. */
const FIRST_MS = 400;
const EACH_MS = 70;

/** Handlers for a button that acts at once, and again and again while it is held. */
export function useHeld(act: () => void) {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const stop = () => clearTimeout(timer.current);
  const repeat = () => {
    latest.current();
    timer.current = setTimeout(repeat, EACH_MS);
  };
  return {
    onPointerDown() {
      latest.current();
      stop();
      timer.current = setTimeout(repeat, FIRST_MS);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onPointerLeave: stop,
    /** Keys and aids press a button without a pointer. */
    onClick(e: MouseEvent) {
      if (e.detail === 0) latest.current();
    },
  };
}
