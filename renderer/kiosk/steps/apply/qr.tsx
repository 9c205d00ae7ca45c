import { useMemo } from 'react';
import { encode } from 'uqr';
import './qr.css';

/** Modules of quiet zone around the symbol (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** A QR code that fills the width it is given; black on white in every mode, as readers want it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode([...new TextEncoder().encode(text)], { ecc: 'M', border: QUIET });
    const squares = code.data.flatMap((row, y) =>
      row.flatMap((black, x) => (black ? `M${x} ${y}h1v1h-1z` : [])),
    );
    return { size: code.size, path: squares.join('') };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
