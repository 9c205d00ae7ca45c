import { describe, expect, it } from 'vitest';
import { codeOf, lastWords } from './status.ts';

describe('a scanimage that failed', () => {
  it.each([
    [6, 'Scanning page 3\nscanimage: sane_start: Document feeder jammed\n', 'scan.paperJam'],
    [7, 'scanimage: sane_start: Document feeder out of documents\n', 'scan.feederEmpty'],
    [8, 'scanimage: sane_read: Scanner cover is open\n', 'scan.coverOpen'],
    [9, 'scanimage: sane_read: Error during device I/O\n', 'scan.lost'],
    [3, 'scanimage: sane_start: Device busy\n', 'scan.busy'],
    [10, 'scanimage: sane_start: Out of memory\n', 'device.fault'],
    [1, 'scanimage: setting of option --mode failed (Invalid argument)\n', 'scan.unsupported'],
    [1, 'scanimage: open of device genesys:libusb:001:004 failed: Invalid argument\n', 'device.missing'],
    [1, 'scanimage: open of device x failed: Error during device I/O\n', 'device.missing'],
    [1, 'scanimage: open of device x failed: Device busy\n', 'scan.busy'],
    [1, 'scanimage: open of device x failed: Access to resource has been denied\n', 'device.portBusy'],
    [1, 'scanimage: no SANE devices found\n', 'device.missing'],
    [1, 'scanimage: unrecognized option `--bogus\n', 'device.fault'],
    [null, 'libpng error: No IDATs written into file\n', 'device.fault'],
    [1, 'a device called: Scanner cover is open\n', 'device.fault'],
  ])('with exit code %s and %j means %s', (exitCode, said, code) => {
    expect(codeOf({ exitCode, said })).toBe(code);
  });

  it('did not fail with exit code 0', () => {
    expect(codeOf({ exitCode: 0, said: 'scanimage: rounded value of br-x from 210 to 200\n' })).toBeNull();
  });

  it('has last words', () => {
    const said =
      'scanimage: rounded value of br-x from 210 to 200\nScanning page 1\nscanimage: sane_start: Device busy\nx\n';
    expect(lastWords(said)).toBe('scanimage: sane_start: Device busy');
    expect(lastWords('')).toBe('');
  });
});
