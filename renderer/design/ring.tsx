const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that empties with the time: `fraction` 1 is full, 0 is over. The time stands in words beside it. */
export function Ring({ fraction }: { fraction: number }) {
  return (
    <svg className="ring" viewBox="0 0 96 96" fill="none" strokeWidth="9" aria-hidden="true">
      <circle className="ring__rest" cx="48" cy="48" r={RADIUS} />
      <circle
        className="ring__left"
        cx="48"
        cy="48"
        r={RADIUS}
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - fraction)}
      />
    </svg>
  );
}
