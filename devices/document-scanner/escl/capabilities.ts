import type { DeviceIdentity } from '../../../contracts/devices.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ScanCapabilities, ScanJob } from '../../../contracts/scan.ts';
import { dpisWithin } from '../settings.ts';
import { find, findAll, numberOf, parseXml, textOf, texts, type XmlElement } from './xml.ts';

const MOST_TEXT = 200;
const HIGHEST_DPI = 4_800;
const COLOUR_OF: ReadonlyMap<string, ScanJob['colour']> = new Map([
  ['RGB24', 'colour'],
  ['Grayscale8', 'grey'],
  ['BlackAndWhite1', 'blackWhite'],
]);

export type EsclFormat = 'image/jpeg' | 'image/png';

/** What one scanner can do, from `GET {root}/ScannerCapabilities` (Mopria eSCL). */
export interface EsclCapabilities {
  /** Protocol version such as `2.63`. */
  version: string;
  identity: Partial<DeviceIdentity>;
  can: ScanCapabilities;
  /** The format to ask for. */
  format: EsclFormat;
  /** Largest areas, in 1/300 inch; null where it does not say. */
  area: Readonly<Record<ScanJob['source'], { width: number; height: number } | null>>;
}

/** `device.garbled` for what is no capabilities document; `scan.unsupported` for a scanner that gives neither JPEG nor PNG. */
export function parseCapabilities(bytes: Uint8Array): Result<EsclCapabilities> {
  const parsed = parseXml(bytes);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (root.name !== 'ScannerCapabilities') return fail('device.garbled', `root ${root.name.slice(0, 60)}`);
  const platen = find(root, 'PlatenInputCaps');
  const simplex = find(root, 'AdfSimplexInputCaps');
  const duplex = find(root, 'AdfDuplexInputCaps');
  const feeder = simplex ?? duplex;
  const inputs = [platen, simplex, duplex].filter((input) => input !== null);
  if (inputs.length === 0) return fail('device.garbled', 'no input');
  const format = formatOf(inputs);
  if (format === null) return fail('scan.unsupported', 'neither JPEG nor PNG');
  return ok({
    version: textOf(root, 'Version')?.slice(0, 20) ?? '2.0',
    identity: identityOf(root),
    can: {
      sources: [
        ...(platen === null ? [] : (['flatbed'] as const)),
        ...(feeder === null ? [] : (['feeder'] as const)),
      ],
      colours: inAll(inputs, coloursOf),
      dpis: inAll(inputs, dpisOf).sort((a, b) => a - b),
      duplex: duplex !== null,
    },
    format,
    area: { flatbed: areaOf(platen), feeder: areaOf(feeder) },
  });
}

/** What every input of the scanner can do. */
function inAll<T>(inputs: readonly XmlElement[], of: (input: XmlElement) => T[]): T[] {
  const [first = [], ...others] = inputs.map(of);
  return first.filter((one) => others.every((other) => other.includes(one)));
}

const coloursOf = (input: XmlElement): ScanJob['colour'][] => [
  ...new Set(texts(input, 'ColorMode').flatMap((mode) => COLOUR_OF.get(mode) ?? [])),
];

/** Discrete resolutions, the same across and down; a range only where there are none. */
function dpisOf(input: XmlElement): number[] {
  const discrete = findAll(input, 'DiscreteResolution').flatMap((one) => {
    const x = numberOf(one, 'XResolution');
    return x !== null && x > 0 && x <= HIGHEST_DPI && x === numberOf(one, 'YResolution') ? [x] : [];
  });
  if (discrete.length > 0) return [...new Set(discrete)];
  return [
    ...new Set(
      findAll(input, 'ResolutionRange').flatMap((range) =>
        dpisWithin(numberOf(range, 'Min') ?? HIGHEST_DPI, numberOf(range, 'Max') ?? 0),
      ),
    ),
  ];
}

function formatOf(inputs: readonly XmlElement[]): EsclFormat | null {
  const offered = inAll(inputs, (input) => [
    ...texts(input, 'DocumentFormat').map((format) => format.toLowerCase()),
    ...texts(input, 'DocumentFormatExt').map((format) => format.toLowerCase()),
  ]);
  return (['image/jpeg', 'image/png'] as const).find((format) => offered.includes(format)) ?? null;
}

function areaOf(input: XmlElement | null): { width: number; height: number } | null {
  const width = input === null ? null : numberOf(input, 'MaxWidth');
  const height = input === null ? null : numberOf(input, 'MaxHeight');
  return width !== null && width > 0 && height !== null && height > 0 ? { width, height } : null;
}

function identityOf(root: XmlElement): Partial<DeviceIdentity> {
  const short = (name: string): string | null => textOf(root, name)?.slice(0, MOST_TEXT) ?? null;
  return {
    vendor: short('Manufacturer'),
    product: short('MakeAndModel') ?? short('ModelName'),
    serialNumber: short('SerialNumber'),
  };
}
