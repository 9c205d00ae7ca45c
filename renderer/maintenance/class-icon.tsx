import type { DeviceClass } from '../../contracts/devices.ts';

/** Line drawings of the devices on a 24-unit grid. */
const PATHS: Readonly<Record<DeviceClass, readonly string[]>> = {
  idCardReader: [
    'M2.5 5h19v14h-19z',
    'M8 8.7a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
    'M5 16.2c.5-2.2 5.5-2.2 6 0',
    'M14 9.5h4.8',
    'M14 12.5h4.8',
    'M14 15.5h3',
  ],
  codeScanner: [
    'M3 8V3h5',
    'M16 3h5v5',
    'M21 16v5h-5',
    'M8 21H3v-5',
    'M7.5 7.5h3.5v3.5H7.5z',
    'M14 7.5h2.5V10',
    'M7.5 14v2.5H10',
    'M13.5 13.5h3v3h-3z',
  ],
  documentScanner: ['M3 13.5h18v6H3z', 'M4 13.5L17.5 4.5', 'M6 16.5h5', 'M17.5 16.5h.01'],
  camera: ['M4 20.5h16', 'M6.5 20.5v-17h8', 'M14.5 3.5a2 2 0 0 1 4 0v2h-4v-2Z', 'M15.5 8.5L12 16.5h9l-3.5-8'],
  receiptPrinter: [
    'M6.5 10V3.5h11V10',
    'M3.5 10h17v8h-3',
    'M6.5 18h-3v-8',
    'M7 14.5h10v6l-1.700-1.200-1.600 1.200-1.700-1.200-1.700 1.200-1.600-1.200L7 20.5v-6Z',
  ],
  documentPrinter: [
    'M7 8.5V3h10v5.5',
    'M7 17H3.5V8.5h17V17H17',
    'M7 13.5h10V21H7z',
    'M9.5 16.200h5',
    'M9.5 18.5h5',
    'M17 11.200h.01',
  ],
};

export function ClassIcon({ of }: { of: DeviceClass }) {
  return (
    <svg
      className="class-icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[of].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
