/** Line icons on a 24-unit grid, drawn in the colour of their text. */
const PATHS = {
  close: ['M6 6l12 12', 'M18 6L6 18'],
  back: ['M15 5l-7 7 7 7'],
  forward: ['M9 5l7 7-7 7'],
  check: ['M4.5 12.5l5 5 10-11'],
  undo: ['M8.5 5L4 9.5 8.5 14', 'M4 9.5h10a5.5 5.5 0 0 1 0 11h-3'],
  pencil: ['M4 20l1-4.5L16 4.5l3.5 3.5-11 11L4 20Z', 'M13.5 7l3.5 3.5'],
  scan: ['M4 8.5V4h4.5', 'M15.5 4H20v4.5', 'M20 15.5V20h-4.5', 'M8.5 20H4v-4.5', 'M4 12h16'],
  keyboard: ['M3 6.5h18v11H3z', 'M7 10h.01', 'M10.3 10h.01', 'M13.7 10h.01', 'M17 10h.01', 'M8 14h8'],
  volume0: ['M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z', 'M16 9.5l5 5', 'M21 9.5l-5 5'],
  volume1: ['M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z', 'M15.5 9q2 3 0 6'],
  volume2: ['M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z', 'M15.5 9q2 3 0 6', 'M18.5 6.5q4 5.5 0 11'],
  more: ['M12 5v14', 'M5 12h14'],
  phone: ['M7.5 3h9v18h-9z', 'M11 18h2'],
  person: [
    'M12 4.5a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6Z',
    'M4.5 20.5c.6-4.4 3.5-6.4 7.5-6.4s6.9 2 7.5 6.4',
  ],
  clock: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z', 'M12 7.5V12l3.2 2'],
  pause: ['M9 6v12', 'M15 6v12'],
  play: ['M8 5.5v13l10-6.5-10-6.5Z'],
  alert: ['M12 4L2.8 20h18.4L12 4Z', 'M12 10v4.5', 'M12 17.3v.01'],
  elsewhere: ['M4 12h15', 'M13 6l6 6-6 6'],
  question: [
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z',
    'M9.5 9.8a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.9',
    'M12 16.8v.01',
  ],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z', 'M15.3 15.3L20.5 20.5'],
  calendar: ['M4 6h16v14H4z', 'M4 10.5h16', 'M8.5 3.5V8', 'M15.5 3.5V8', 'M9 15.5l2 2 4-4.5'],
  path: ['M6 4.5v15', 'M6 7h12l-2 2.5 2 2.5H6', 'M6 16h8'],
  notice: ['M4 10v4h3.5l9 4.5v-13l-9 4.5H4Z', 'M19.5 10.5v3', 'M8 14v5h3v-3.5'],
  sheet: ['M6.5 3.5h11v17h-11z', 'M9.5 8h5', 'M9.5 11.5h5', 'M13.5 17.5l1.2-1.2 1.2 1.2'],
  home: ['M4 11.5L12 4.5l8 7', 'M6.5 10v9.5h11V10'],
  link: ['M5 12a10 10 0 0 1 14 0', 'M8 15a6 6 0 0 1 8 0', 'M12 18.5v.01'],
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

/** Star rank (星级) as filled and open stars; the words stand beside it. */
export function Stars({ count }: { count: number }) {
  return (
    <span className="stars" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((n) => (
        <svg
          key={n}
          className="star"
          aria-hidden="true"
          viewBox="0 0 24 24"
          data-filled={n <= count || undefined}
        >
          <path d="M12 2.8l2.8 6 6.5.8-4.8 4.5 1.3 6.5L12 17.4l-5.8 3.2 1.3-6.5L2.7 9.6l6.5-.8L12 2.8Z" />
        </svg>
      ))}
    </span>
  );
}
