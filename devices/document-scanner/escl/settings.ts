import type { ScanJob } from '../../../contracts/scan.ts';
import { PAPERS_MM } from '../settings.ts';
import type { EsclCapabilities } from './capabilities.ts';

const UNITS_PER_INCH = 300;
const MM_PER_INCH = 25.4;
const COLOUR_MODE: Readonly<Record<ScanJob['colour'], string>> = {
  colour: 'RGB24',
  grey: 'Grayscale8',
  blackWhite: 'BlackAndWhite1',
};

/**
 * Body of `POST {root}/ScanJobs`. Regions are in 1/300 inch whatever the resolution, cut to what the scanner has.
 * Elements stand in the order of the schema of the Mopria eSCL specification.
 */
export function scanSettings(job: ScanJob, dpi: number, known: EsclCapabilities): string {
  const paper = PAPERS_MM[job.paper];
  const most = known.area[job.source];
  const width = Math.min(inUnits(paper.width), most?.width ?? Number.POSITIVE_INFINITY);
  const height = Math.min(inUnits(paper.height), most?.height ?? Number.POSITIVE_INFINITY);
  const isFeeder = job.source === 'feeder';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"',
    ' xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">',
    element('pwg:Version', protocolVersion(known.version)),
    '<pwg:ScanRegions><pwg:ScanRegion>',
    element('pwg:ContentRegionUnits', 'escl:ThreeHundredthsOfInches'),
    element('pwg:Height', height),
    element('pwg:Width', width),
    element('pwg:XOffset', 0),
    element('pwg:YOffset', 0),
    '</pwg:ScanRegion></pwg:ScanRegions>',
    element('pwg:InputSource', isFeeder ? 'Feeder' : 'Platen'),
    element('scan:ColorMode', COLOUR_MODE[job.colour]),
    element('scan:XResolution', dpi),
    element('scan:YResolution', dpi),
    element('pwg:DocumentFormat', known.format),
    // Since 2.1 the extended element decides.
    element('scan:DocumentFormatExt', known.format),
    isFeeder ? element('scan:Duplex', job.duplex) : '',
    '</scan:ScanSettings>',
  ].join('');
}

const inUnits = (mm: number): number => Math.round((mm * UNITS_PER_INCH) / MM_PER_INCH);

/** The scanner's own words are not repeated to it unless they are a version. */
const protocolVersion = (version: string): string => (/^\d\.\d{1,3}$/.test(version) ? version : '2.0');

const element = (name: string, value: string | number | boolean): string => `<${name}>${value}</${name}>`;
