import { expect, it } from 'vitest';
import { scanJob } from '../../../contracts/scan.ts';
import type { EsclCapabilities } from './capabilities.ts';
import { scanSettings } from './settings.ts';

const known: EsclCapabilities = {
  version: '2.63',
  identity: {},
  can: { sources: ['flatbed', 'feeder'], colours: ['colour'], dpis: [300], duplex: true },
  format: 'image/jpeg',
  area: { flatbed: { width: 2_550, height: 3_300 }, feeder: null },
};
const job = (part: object) => scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300, ...part });

it('asks for both sides of A4 from the feeder', () => {
  expect(scanSettings(job({ duplex: true }), 300, known)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>' +
      '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">' +
      '<pwg:Version>2.63</pwg:Version><pwg:ScanRegions><pwg:ScanRegion>' +
      '<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>' +
      '<pwg:Height>3508</pwg:Height><pwg:Width>2480</pwg:Width><pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>' +
      '</pwg:ScanRegion></pwg:ScanRegions><pwg:InputSource>Feeder</pwg:InputSource>' +
      '<scan:ColorMode>RGB24</scan:ColorMode><scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution>' +
      '<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>' +
      '<scan:Duplex>true</scan:Duplex></scan:ScanSettings>',
  );
});

it('cuts the paper to the glass, and leaves regions in 1/300 inch whatever the resolution', () => {
  const xml = scanSettings(job({ source: 'flatbed', colour: 'grey' }), 600, known);
  expect(xml).toContain('<pwg:Height>3300</pwg:Height><pwg:Width>2480</pwg:Width>');
  expect(xml).toContain('<pwg:InputSource>Platen</pwg:InputSource>');
  expect(xml).toContain(
    '<scan:ColorMode>Grayscale8</scan:ColorMode><scan:XResolution>600</scan:XResolution>',
  );
  expect(xml).not.toContain('Duplex');
});

it('repeats nothing of the scanner but a version', () => {
  const xml = scanSettings(job({ colour: 'blackWhite' }), 300, { ...known, version: '2<x>&' });
  expect(xml).toContain('<pwg:Version>2.0</pwg:Version>');
  expect(xml).toContain('<scan:ColorMode>BlackAndWhite1</scan:ColorMode>');
});
