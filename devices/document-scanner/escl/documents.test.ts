import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../testing/fuzz.ts';
import { parseCapabilities } from './capabilities.ts';
import { faultOf, feederFaultOf, isBusy, isFeederEmpty, parseStatus } from './status.ts';
import { MOST_XML_BYTES, parseXml } from './xml.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NS =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';

/** As multi-function printers send it: both inputs, a resolution range in one of them, formats twice. */
const CAPABILITIES = `<?xml version="1.0" encoding="UTF-8"?>
<!-- THIS DATA SUBJECT TO DISCLAIMER -->
<scan:ScannerCapabilities ${NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <pwg:Version>2.63</pwg:Version>
  <pwg:MakeAndModel>Office 4000 series</pwg:MakeAndModel>
  <pwg:SerialNumber>CN12345678</pwg:SerialNumber>
  <scan:UUID>16a65700-007c-1000-bb49-94ddf8000000</scan:UUID>
  <scan:Platen><scan:PlatenInputCaps>
    <scan:MinWidth>8</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
    <scan:MinHeight>8</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>
    <scan:SettingProfiles><scan:SettingProfile name="p1">
      <scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
      <scan:DocumentFormats><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>
      <scan:SupportedResolutions><scan:DiscreteResolutions>
        <scan:DiscreteResolution><scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution></scan:DiscreteResolution>
        <scan:DiscreteResolution><scan:XResolution>200</scan:XResolution><scan:YResolution>200</scan:YResolution></scan:DiscreteResolution>
        <scan:DiscreteResolution><scan:XResolution>1200</scan:XResolution><scan:YResolution>600</scan:YResolution></scan:DiscreteResolution>
      </scan:DiscreteResolutions></scan:SupportedResolutions>
    </scan:SettingProfile></scan:SettingProfiles>
  </scan:PlatenInputCaps></scan:Platen>
  <scan:Adf><scan:AdfSimplexInputCaps>
    <scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>4200</scan:MaxHeight>
    <scan:SettingProfiles><scan:SettingProfile>
      <scan:ColorModes><scan:ColorMode>BlackAndWhite1</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode><scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes>
      <scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
      <scan:SupportedResolutions><scan:ResolutionRange>
        <scan:XResolutionRange><scan:Min>75</scan:Min><scan:Max>600</scan:Max><scan:Normal>300</scan:Normal><scan:Step>1</scan:Step></scan:XResolutionRange>
        <scan:YResolutionRange><scan:Min>75</scan:Min><scan:Max>600</scan:Max></scan:YResolutionRange>
      </scan:ResolutionRange></scan:SupportedResolutions>
    </scan:SettingProfile></scan:SettingProfiles>
  </scan:AdfSimplexInputCaps></scan:Adf>
</scan:ScannerCapabilities>`;

const status = (state: string, feeder: string | null): string => `<?xml version="1.0"?>
<scan:ScannerStatus ${NS}><pwg:Version>2.6</pwg:Version><pwg:State>${state}</pwg:State>
${feeder === null ? '' : `<scan:AdfState>${feeder}</scan:AdfState>`}
<scan:Jobs><scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/a-1/</pwg:JobUri><pwg:JobUuid>a-1</pwg:JobUuid><scan:Age>3</scan:Age>
<pwg:ImagesCompleted>1</pwg:ImagesCompleted><pwg:JobState>Aborted</pwg:JobState></scan:JobInfo>
<scan:JobInfo><pwg:JobUri>http://10.0.0.9/eSCL/ScanJobs/b-2</pwg:JobUri><pwg:JobState>Completed</pwg:JobState></scan:JobInfo></scan:Jobs>
</scan:ScannerStatus>`;

describe('ScannerCapabilities', () => {
  it('tells what both inputs can do', () => {
    const read = parseCapabilities(bytes(CAPABILITIES));
    expect(read).toEqual({
      ok: true,
      value: {
        version: '2.63',
        identity: { vendor: null, product: 'Office 4000 series', serialNumber: 'CN12345678' },
        can: {
          sources: ['flatbed', 'feeder'],
          colours: ['grey', 'colour'],
          dpis: [200, 300],
          duplex: false,
        },
        format: 'image/jpeg',
        area: { flatbed: { width: 2550, height: 3508 }, feeder: { width: 2550, height: 4200 } },
      },
    });
  });

  it('reads the same whatever the prefixes', () => {
    const plain = CAPABILITIES.replaceAll(/(<\/?)(scan|pwg):/g, '$1');
    const other = CAPABILITIES.replaceAll(/(<\/?)scan:/g, '$1e:').replaceAll(/(<\/?)pwg:/g, '$1ns0:');
    const read = parseCapabilities(bytes(CAPABILITIES));
    expect(parseCapabilities(bytes(plain))).toEqual(read);
    expect(parseCapabilities(bytes(other))).toEqual(read);
  });

  it('of a feeder that only does both sides', () => {
    const duplex = CAPABILITIES.replaceAll('AdfSimplexInputCaps', 'AdfDuplexInputCaps');
    expect(parseCapabilities(bytes(duplex))).toMatchObject({
      ok: true,
      value: { can: { sources: ['flatbed', 'feeder'], duplex: true } },
    });
  });

  it.each([
    ['neither JPEG nor PNG', CAPABILITIES.replaceAll('image/jpeg', 'image/tiff'), 'scan.unsupported'],
    ['no input', CAPABILITIES.replaceAll('InputCaps>', 'Caps>'), 'device.garbled'],
    ['another root', status('Idle', null), 'device.garbled'],
    ['a cut end', CAPABILITIES.slice(0, -40), 'device.garbled'],
    ['nothing', '', 'device.garbled'],
  ])('with %s is refused', (_name, text, code) => {
    expect(parseCapabilities(bytes(text))).toMatchObject({ ok: false, error: { code } });
  });
});

describe('ScannerStatus', () => {
  it('tells the state and the jobs by path', () => {
    expect(parseStatus(bytes(status('Processing', 'ScannerAdfProcessing')))).toEqual({
      ok: true,
      value: {
        state: 'Processing',
        feeder: 'ScannerAdfProcessing',
        jobs: [
          { path: '/eSCL/ScanJobs/a-1', state: 'Aborted' },
          { path: '/eSCL/ScanJobs/b-2', state: 'Completed' },
        ],
      },
    });
  });

  it.each([
    ['ScannerAdfJam', 'scan.paperJam'],
    ['ScannerAdfMispick', 'scan.misfeed'],
    ['ScannerAdfMultipickDetected', 'scan.multiFeed'],
    ['ScannerAdfHatchOpen', 'scan.coverOpen'],
    ['ScannerAdfDuplexPageTooLong', 'scan.wrongPaper'],
    ['ScannerAdfInputTrayFailed', 'device.fault'],
    ['ScannerAdfInputTrayOverloaded', 'scan.overloaded'],
    ['ScannerAdfEmpty', null],
    ['ScannerAdfLoaded', null],
    ['ScannerAdfProcessing', null],
    ['constructor', null],
  ])('%s means %s', (feeder, code) => {
    const read = parseStatus(bytes(status('Idle', feeder)));
    expect(read.ok && feederFaultOf(read.value)).toBe(code);
    expect(read.ok && isFeederEmpty(read.value)).toBe(feeder === 'ScannerAdfEmpty');
  });

  it.each([
    ['Idle', null, false],
    ['Processing', null, true],
    ['Testing', null, true],
    ['Stopped', 'device.fault', false],
    ['Down', 'device.fault', false],
  ])('%s of the scanner means %s', (state, code, busy) => {
    const read = parseStatus(bytes(status(state, null)));
    expect(read).toMatchObject({ ok: true, value: { feeder: null } });
    expect(read.ok && faultOf(read.value)).toBe(code);
    expect(read.ok && isBusy(read.value)).toBe(busy);
  });

  it('without a state is refused', () => {
    expect(parseStatus(bytes(`<scan:ScannerStatus ${NS}/>`)).ok).toBe(false);
    expect(parseStatus(bytes(status('<b/>', null))).ok).toBe(false);
  });
});

describe('XML', () => {
  it.each([
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an outer DTD', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['two roots', '<a/><b/>'],
    ['no root', '<?xml version="1.0"?>'],
    ['depth without end', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`],
    ['more bytes than there may be', `<a>${' '.repeat(MOST_XML_BYTES)}</a>`],
    ['a page of HTML', '<html><body><p>It works!<br></body></html>'],
  ])('with %s is refused', (_name, text) => {
    expect(parseXml(bytes(text))).toMatchObject({ ok: false, error: { code: 'device.garbled' } });
  });

  it('that is no UTF-8 is refused', () => {
    expect(parseXml(Uint8Array.from([0x3c, 0x61, 0xff, 0xfe, 0x2f, 0x3e])).ok).toBe(false);
  });

  it('expands nothing', () => {
    expect(parseXml(bytes('<a>&amp;&#65;</a>'))).toMatchObject({ ok: true, value: { text: '&amp;&#65;' } });
  });

  it('with the names of inherited properties changes nothing', () => {
    expect(parseXml(bytes('<a><__proto__><x>1</x></__proto__></a>')).ok).toBe(false);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(parseXml(bytes('<a><b>1</b><toString>2</toString></a>'))).toMatchObject({ ok: true });
  });
});

describe('whatever a scanner sends', () => {
  const numRuns = { numRuns: runs() };
  const documents = fc.constantFrom(CAPABILITIES, status('Idle', 'ScannerAdfEmpty'));
  const check = (document: Uint8Array): void => {
    for (const read of [parseCapabilities(document), parseStatus(document)])
      if (!read.ok) expect(['device.garbled', 'scan.unsupported']).toContain(read.error.code);
  };

  it('bytes of any kind are read or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), check), numRuns);
  });

  it('tags of any kind are read or refused', () => {
    const piece = fc.oneof(
      fc.constantFrom('<a>', '</a>', '<a/>', '<', '>', '<!--', '-->', '<![CDATA[', ']]>', '&x;', '<?', '?>'),
      fc.constantFrom(
        '<!DOCTYPE',
        '[',
        ']',
        '<ScannerStatus>',
        '</ScannerStatus>',
        '<State>',
        '</State>',
        ':',
      ),
      fc.string({ maxLength: 5, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => check(bytes(pieces.join('')))),
      numRuns,
    );
  });

  it('a cut document is refused', () => {
    const cut = documents.chain((text) => fc.nat({ max: text.length - 1 }).map((n) => text.slice(0, n)));
    fc.assert(
      fc.property(cut, (text) => {
        expect(parseCapabilities(bytes(text)).ok || parseStatus(bytes(text)).ok).toBe(false);
      }),
      numRuns,
    );
  });

  it('a damaged document never gives what no scanner has', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(documents, damage, (text, all) => {
        const document = bytes(text);
        for (const [at, byte] of all) document[at % document.length] = byte;
        check(document);
        const read = parseCapabilities(document);
        if (!read.ok) return;
        const { sources, dpis } = read.value.can;
        expect(sources.length).toBeGreaterThan(0);
        expect(dpis.every((dpi) => dpi >= 1 && dpi <= 4_800)).toBe(true);
      }),
      numRuns,
    );
  });
});
