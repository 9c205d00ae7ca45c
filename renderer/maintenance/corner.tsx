import { useEffect, useRef } from 'react';

/** How long the corner is held before the door opens, ms. */
const HOLD_MS = 5_000;

interface StaffCornerProps {
  /** The corner was touched: it may be held. */
  onTouch: () => void;
  onHeld: () => void;
}

/** The hidden corner (top left) of every page, where staff find the door. */
export function StaffCorner({ onTouch, onHeld }: StaffCornerProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div
      className="staff-corner"
      aria-hidden="true"
      onPointerDown={() => {
        release();
        onTouch();
        timer.current = setTimeout(onHeld, HOLD_MS);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onPointerLeave={release}
      onContextMenu={(event) => event.preventDefault()}
    />
  );
}
