import type { Level } from '../../contracts/levels.ts';

/** Five expressions of one line, one colour, one size: none weighs more than another. */
const FEATURES: Readonly<Record<Level, readonly string[]>> = {
  5: ['M29 43q5.5-8 11 0', 'M56 43q5.5-8 11 0', 'M27.5 56.5h41c0 11.5-9 18.5-20.5 18.5s-20.5-7-20.5-18.5Z'],
  4: ['M34.5 38.5v5', 'M61.5 38.5v5', 'M29.5 57.5q18.5 21 37 0'],
  3: ['M34.5 38.5v5', 'M61.5 38.5v5', 'M31.5 61.5q16.5 7 33 0'],
  2: ['M34.5 38.5v5', 'M61.5 38.5v5', 'M31 69q17-15 34 0'],
  1: ['M28.5 36.5l10.5 4', 'M67.5 36.5l-10.5 4', 'M35.5 47v1', 'M60.5 47v1', 'M29.5 72q18.5-23 37 0'],
};

export function Face({ level }: { level: Level }) {
  return (
    <svg className="face" viewBox="0 0 96 96" aria-hidden="true">
      <circle cx="48" cy="48" r="43.5" />
      {FEATURES[level].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
