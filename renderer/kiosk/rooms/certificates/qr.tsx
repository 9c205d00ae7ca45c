import { useMemo } from 'react';
import { encode as qrCode } from 'uqr';

const QUIET = 4;

/** A QR code as large as its place, on white whatever the contrast: scanners want dark on light. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = qrCode([...new TextEncoder().encode(text)], { ecc: 'M', border: QUIET });
    const squares = code.data.flatMap((row, y) =>
      row.flatMap((black, x) => (black ? `M${x} ${y}h1v1h-1z` : [])),
    );
    return { size: code.size, path: squares.join('') };
  }, [text]);
  return (
    <svg
      className="certificates__qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
