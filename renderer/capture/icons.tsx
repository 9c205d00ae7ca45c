/** Line icons of the camera page on a 24-unit grid, in the manner of `design/icon.tsx`. */
const PATHS = {
  camera: ['M4 8h4l1.5-2.5h5L16 8h4v11H4z', 'M12 10a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8Z'],
  left: ['M8 4L4 8l4 4', 'M4 8h9a6 6 0 0 1 0 12H8'],
  right: ['M16 4l4 4-4 4', 'M20 8h-9a6 6 0 0 0 0 12h5'],
  corners: ['M4 9V4h5', 'M15 4h5v5', 'M20 15v5h-5', 'M9 20H4v-5'],
  arrowUp: ['M12 19V6', 'M6.5 11L12 5.5 17.5 11'],
  arrowDown: ['M12 5v13', 'M6.5 13l5.5 5.5 5.5-5.5'],
  arrowLeft: ['M19 12H6', 'M11 6.5L5.5 12l5.5 5.5'],
  arrowRight: ['M5 12h13', 'M13 6.5l5.5 5.5-5.5 5.5'],
} as const;

export function CaptureIcon({ name }: { name: keyof typeof PATHS }) {
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
