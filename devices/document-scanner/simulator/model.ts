/** What goes wrong with the next page that is fetched. */
export type PageGarble =
  /** Bits flip in its first bytes. */
  | 'header'
  /** Half of it comes, then the connection breaks. */
  | 'truncated'
  /** It comes twice in one answer. */
  | 'doubled'
  /** It never ends. */
  | 'endless';
/** What goes wrong with the next document of XML. */
export type XmlGarble = 'cut' | 'html' | 'entities' | 'endless';
export type LocationStyle = 'absolute' | 'relative' | 'elsewhere' | 'none';

export type FeederState =
  | 'ScannerAdfEmpty'
  | 'ScannerAdfLoaded'
  | 'ScannerAdfProcessing'
  | 'ScannerAdfJam'
  | 'ScannerAdfHatchOpen'
  | 'ScannerAdfMultipickDetected';

export interface SimulatedJob {
  readonly id: number;
  readonly source: 'Platen' | 'Feeder';
  readonly dpi: number;
  readonly size: { widthPx: number; heightPx: number };
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
  pages: number;
  touchedAt: number;
}

/** What the scanner was asked to do, or the HTTP status that refuses it. */
export type SettingsRead = Pick<SimulatedJob, 'source' | 'dpi' | 'size'> | { refused: number };

export const SIMULATED = {
  vendor: 'Simulator',
  product: 'Simulator DS-300',
  serialNumber: 'SIM0001',
  dpis: [100, 150, 200, 300, 600],
  /** 1/300 inch: a little more than A4 and Letter. */
  width: 2_550,
  height: 3_508,
} as const;

const UNITS_PER_INCH = 300;
const MODES: readonly string[] = ['RGB24', 'Grayscale8'];

/** Reads `ScanSettings` by looking for its elements; shares nothing with the client's writer. */
export function readSettings(xml: string): SettingsRead {
  const value = (name: string): string =>
    new RegExp(`<(?:\\w+:)?${name}>([^<]*)</(?:\\w+:)?${name}>`).exec(xml)?.[1]?.trim() ?? '';
  const source = value('InputSource');
  const dpi = Number(value('XResolution'));
  const width = Number(value('Width'));
  const height = Number(value('Height'));
  if (!/<(?:\w+:)?ScanSettings[\s>]/.test(xml) || value('Version') === '') return { refused: 400 };
  const isKnown = (source === 'Platen' || source === 'Feeder') && MODES.includes(value('ColorMode'));
  const fits =
    value('ContentRegionUnits') === 'escl:ThreeHundredthsOfInches' &&
    width > 0 &&
    height > 0 &&
    width <= SIMULATED.width &&
    height <= SIMULATED.height;
  const isSharp = SIMULATED.dpis.some((one) => one === dpi) && value('YResolution') === value('XResolution');
  if (!isKnown || !fits || !isSharp || value('DocumentFormat') !== 'image/jpeg') return { refused: 409 };
  const inPixels = (units: number): number => Math.round((units * dpi) / UNITS_PER_INCH);
  return {
    source: source === 'Platen' ? 'Platen' : 'Feeder',
    dpi,
    size: { widthPx: inPixels(width), heightPx: inPixels(height) },
  };
}

const XMLNS =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';

const inputCaps = (name: string): string => `
    <scan:${name}>
      <scan:MinWidth>150</scan:MinWidth><scan:MaxWidth>${SIMULATED.width}</scan:MaxWidth>
      <scan:MinHeight>150</scan:MinHeight><scan:MaxHeight>${SIMULATED.height}</scan:MaxHeight>
      <scan:SettingProfiles><scan:SettingProfile>
        <scan:ColorModes>${MODES.map((mode) => `<scan:ColorMode>${mode}</scan:ColorMode>`).join('')}</scan:ColorModes>
        <scan:DocumentFormats>
          <pwg:DocumentFormat>application/pdf</pwg:DocumentFormat><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
          <scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt>
          <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
        </scan:DocumentFormats>
        <scan:SupportedResolutions><scan:DiscreteResolutions>${SIMULATED.dpis
          .map(
            (dpi) =>
              `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
          )
          .join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
      </scan:SettingProfile></scan:SettingProfiles>
    </scan:${name}>`;

export const capabilitiesXml = (): string => `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${XMLNS}>
  <pwg:Version>2.63</pwg:Version>
  <pwg:MakeAndModel>${SIMULATED.product}</pwg:MakeAndModel>
  <scan:Manufacturer>${SIMULATED.vendor}</scan:Manufacturer>
  <pwg:SerialNumber>${SIMULATED.serialNumber}</pwg:SerialNumber>
  <scan:Platen>${inputCaps('PlatenInputCaps')}
  </scan:Platen>
  <scan:Adf>${inputCaps('AdfSimplexInputCaps')}${inputCaps('AdfDuplexInputCaps')}
    <scan:FeederCapacity>50</scan:FeederCapacity>
  </scan:Adf>
</scan:ScannerCapabilities>
`;

export const statusXml = (
  state: string,
  feeder: FeederState,
  jobs: readonly SimulatedJob[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${XMLNS}>
  <pwg:Version>2.63</pwg:Version>
  <pwg:State>${state}</pwg:State>
  <scan:AdfState>${feeder}</scan:AdfState>
  <scan:Jobs>${jobs
    .map(
      (job) => `
    <scan:JobInfo>
      <pwg:JobUri>/eSCL/ScanJobs/${job.id}</pwg:JobUri>
      <pwg:ImagesCompleted>${job.pages}</pwg:ImagesCompleted>
      <pwg:JobState>${job.state}</pwg:JobState>
    </scan:JobInfo>`,
    )
    .join('')}
  </scan:Jobs>
</scan:ScannerStatus>
`;
