import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJob } from '../../../contracts/scan.ts';
import { runs } from '../testing/fuzz.ts';
import { batchArguments } from './arguments.ts';
import { capabilitiesOf, parseOptions } from './options.ts';

/** As scanimage 1.1 lists SANE's test backend; shortened. */
const TEST_BACKEND = `
All options specific to device \`test:0':
  Scan Mode:
    --mode Gray|Color [Gray]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --depth 1|8|16 [8]
        Number of bits per sample, typical values are 1 for "line-art" and 8
    --three-pass[=(yes|no)] [inactive]
        Simulate a three-pass scanner.
    --resolution 1..1200dpi (in steps of 1) [50]
        Sets the resolution of the scanned image.
    --source Flatbed|Automatic Document Feeder [Flatbed]
        If Automatic Document Feeder is selected, the feeder will be 'empty'
  Geometry:
    -l 0..200mm (in steps of 1) [0]
        Top-left x position of scan area.
    -t 0..200mm (in steps of 1) [0]
    -x 0..200mm (in steps of 1) [80]
    -y 0..200mm (in steps of 1) [100]
`;

/** In the shape of sheet-fed document scanners of the fujitsu backend. */
const SHEET_FED = `
All options specific to device \`fujitsu:fi-7160:1234':
  Scan Mode:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    --page-height 0..355.6mm (in steps of 0.0211639) [279.364]
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -t 0..279.364mm (in steps of 0.0211639) [0]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
`;

/** In the shape of multi-function printers: duplex is an option of its own; resolutions are a list. */
const OFFICE = `
    --mode Lineart|Gray|Color [Lineart]
    --resolution 75|100|200|300|600|1200dpi [75]
    --source Flatbed|ADF [Flatbed]
    --adf-mode Simplex|Duplex [inactive]
    --duplex[=(yes|no)] [no]
    -x 0..215.9mm [215.9]
`;

/** In the shape of simple flat beds: no source, other words. */
const FLAT_BED = `
    --mode 24bit Color|Grayscale|Binary [24bit Color]
    --resolution auto||150|300|600dpi [150]
    -l 0..216.07mm [0]
    -x 0..216.07mm [216.07]
`;

const job = (part: object = {}) => scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300, ...part });

describe('the list of options', () => {
  it.each([
    ['the test backend', TEST_BACKEND, ['flatbed', 'feeder'], ['colour', 'grey'], false],
    ['a sheet-fed scanner', SHEET_FED, ['feeder'], ['colour', 'grey', 'blackWhite'], true],
    ['a multi-function printer', OFFICE, ['flatbed', 'feeder'], ['colour', 'grey', 'blackWhite'], true],
    ['a flat bed without sources', FLAT_BED, ['flatbed'], ['colour', 'grey', 'blackWhite'], false],
  ])('of %s tells what it can do', (_name, text, sources, colours, duplex) => {
    expect(capabilitiesOf(parseOptions(text))).toMatchObject({ sources, colours, duplex });
  });

  it('tells resolutions from ranges and lists', () => {
    const dpis = (text: string) => capabilitiesOf(parseOptions(text)).dpis;
    expect(dpis(SHEET_FED)).toEqual([75, 100, 150, 200, 240, 300, 400, 600]);
    expect(dpis(OFFICE)).toEqual([75, 100, 200, 300, 600, 1200]);
    expect(dpis(FLAT_BED)).toEqual([150, 300, 600]);
    expect(dpis('')).toEqual([]);
  });

  it('knows what cannot be set now', () => {
    expect(parseOptions(TEST_BACKEND).get('three-pass')).toMatchObject({ inactive: true });
    expect(parseOptions(TEST_BACKEND).get('mode')).toMatchObject({
      words: ['Gray', 'Color'],
      inactive: false,
    });
  });
});

describe('the arguments of a job', () => {
  it('are those of a batch that waits before each page', () => {
    const options = parseOptions(TEST_BACKEND);
    expect(batchArguments('test:0', job({ maxPages: 20 }), 300, options, '/tmp/x')).toEqual([
      '--device-name=test:0',
      '--format=jpeg',
      '--batch=/tmp/x/page-%d.jpg',
      '--batch-print',
      '--batch-prompt',
      '--batch-count=20',
      '--source=Automatic Document Feeder',
      '--mode=Color',
      '--depth=8',
      '--resolution=300',
      ...['-l', '0', '-t', '0', '-x', '210', '-y', '297'],
    ]);
  });

  it('name the backend’s own words for both sides and black and white', () => {
    const wanted = job({ duplex: true, colour: 'blackWhite' });
    const sheetFed = batchArguments('fujitsu', wanted, 300, parseOptions(SHEET_FED), '/tmp/x');
    expect(sheetFed).toEqual(
      expect.arrayContaining(['--source=ADF Duplex', '--mode=Lineart', '--format=png', '--page-width=210']),
    );
    const office = batchArguments('hpaio', wanted, 300, parseOptions(OFFICE), '/tmp/x');
    expect(office).toEqual(expect.arrayContaining(['--source=ADF', '--duplex=yes']));
  });

  it('take the front side alone where one side is wanted', () => {
    const args = batchArguments('fujitsu', job(), 300, parseOptions(SHEET_FED), '/tmp/x');
    expect(args).toContain('--source=ADF Front');
  });

  it('leave out what a backend does not have', () => {
    const args = batchArguments('plustek', job({ source: 'flatbed' }), 300, parseOptions(FLAT_BED), '/tmp/x');
    expect(args).toEqual(expect.arrayContaining(['--batch-count=1', '--mode=24bit Color']));
    expect(args.join(' ')).not.toMatch(/--source|--depth|-y/);
  });
});

it('whatever is listed, the abilities are sound', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'Color',
      'Gray',
      'ADF',
      'Flatbed',
      '300',
      '300dpi',
      '75..600dpi',
      '1..',
      '..',
      'ADF Duplex',
    ),
    fc.string({ maxLength: 8 }),
  );
  const line = fc
    .tuple(
      fc.constantFrom(
        '    --mode',
        '    --resolution',
        '    --source',
        '    --duplex',
        '    -x',
        '  --mode',
        '',
      ),
      fc.constantFrom(' ', '=', '[', ''),
      fc.array(word, { maxLength: 6 }),
      fc.constantFrom('', ' [x]', ' [inactive]', '[', ' (in steps of 1) [0]'),
    )
    .map(([name, gap, words, end]) => `${name}${gap}${words.join('|')}${end}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 20 }), (lines) => {
      const options = parseOptions(lines.join('\n'));
      const can = capabilitiesOf(options);
      expect(can.dpis.every((dpi) => Number.isInteger(dpi) && dpi >= 1 && dpi <= 4_800)).toBe(true);
      for (const source of can.sources) {
        const args = batchArguments('d', job({ source }), 300, options, '/f');
        expect(args.every((arg) => typeof arg === 'string' && !arg.includes('undefined'))).toBe(true);
      }
    }),
    { numRuns: runs() },
  );
});
