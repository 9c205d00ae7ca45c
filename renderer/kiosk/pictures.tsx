/** Where to put what: drawn, and moving while the device waits. The words beside them say the same. */
export function CardPicture({ moving }: { moving: boolean }) {
  return (
    <svg className="picture" viewBox="0 0 240 150" aria-hidden="true" data-moving={moving || undefined}>
      <rect className="picture__base" x="30" y="84" width="180" height="52" rx="8" />
      <path className="picture__wave" d="M96 104q24-18 48 0M104 116q16-12 32 0" />
      <g className="picture__card">
        <rect x="66" y="22" width="108" height="68" rx="7" />
        <circle cx="146" cy="48" r="11" />
        <path d="M132 76q14-20 28 0M80 40h34M80 54h26M80 68h40" />
      </g>
    </svg>
  );
}

export function CodePicture({ moving }: { moving: boolean }) {
  return (
    <svg className="picture" viewBox="0 0 240 150" aria-hidden="true" data-moving={moving || undefined}>
      <rect className="picture__base" x="84" y="108" width="72" height="30" rx="6" />
      <path className="picture__wave" d="M100 108L76 58M140 108l24-50" />
      <g className="picture__card">
        <rect x="88" y="10" width="64" height="56" rx="5" />
        <path d="M98 20h14v14H98zM128 20h14v14h-14zM98 44h14v14H98zM128 44h5v5h-5zM137 52h5v6h-5z" />
      </g>
    </svg>
  );
}
