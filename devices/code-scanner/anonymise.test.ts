import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { anonymiseFor } from './anonymise.ts';
import { ascii, type Heard, latin1 } from './protocol.ts';
import { PROTOCOLS, type ScannerDriver } from './protocols.ts';
import { createCodeScannerSimulator } from './simulator.ts';

/** For a million runs and more. */
const FUZZ_TIMEOUT_MS = 600_000;

type Wired = Exclude<ScannerDriver, 'wedge'>;
const WIRED: readonly Wired[] = ['hidHoneywell', 'hidNewland', 'serialHoneywell', 'serialGm65', 'serialSsi'];

/** The chunks with which a simulated scanner sends a code; it is answered as the driver would. */
function wireOf(driver: Wired, code: string): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let receive: (bytes: Uint8Array) => void = () => {};
  const simulator = createCodeScannerSimulator(driver, { after: () => () => {} });
  simulator.attach({
    port: 'test',
    usb: null,
    onData(listener) {
      receive = listener;
      return () => {};
    },
    onClose: () => () => {},
    close: async () => {},
    write: (bytes) => {
      chunks.push(bytes);
      return new Promise(() => {});
    },
  });
  void simulator.feature.send(Uint8Array.of(254, 1));
  simulator.handle.setPresentation(true);
  simulator.handle.scan(code);
  receive(Uint8Array.of());
  return chunks;
}

/** What the driver makes of it. */
function heardOf(driver: Wired, chunks: readonly Uint8Array[]): Heard[] {
  const decoder = PROTOCOLS[driver].decoder();
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.silence()];
}
const codesOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap((h) => (h.type === 'code' ? [latin1(h.bytes)] : []));

describe.each(WIRED)('recording of %s', { timeout: FUZZ_TIMEOUT_MS }, (driver) => {
  it('replays as a code of the same length without its content', async () => {
    const secret = 'SECRET410403199001011234';
    const mask = anonymiseFor(driver)('in');
    const chunks = await settled(() => wireOf(driver, secret));
    expect(codesOf(heardOf(driver, chunks))).toEqual([secret]);
    const clean = chunks.map(mask);
    expect(latin1(Buffer.concat(clean))).not.toMatch(/[A-WYZ0-9]{3}/);
    expect(codesOf(heardOf(driver, clean))).toEqual(['X'.repeat(secret.length)]);
  });

  it('keeps lengths and shows no three bytes of a code, whatever is lost or turned', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.array(fc.nat({ max: 400 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        (bytes, lost, size) => {
          const secret = bytes.map((b) => 0x61 + (b % 24));
          const own =
            driver === 'serialSsi' ? ssi(secret) : driver.startsWith('hid') ? hid(secret) : [secret];
          const wire = Uint8Array.from(Buffer.concat(own)).filter((_, i) => !lost.includes(i));
          const chunks: Uint8Array[] = [];
          const step = driver.startsWith('hid') ? 64 : size;
          for (let at = 0; at < wire.length; at += step) chunks.push(wire.slice(at, at + step));
          const mask = anonymiseFor(driver)('in');
          const clean = chunks.map(mask);
          expect(clean.map((c) => c.length)).toEqual(chunks.map((c) => c.length));
          expect(latin1(Buffer.concat(clean))).not.toMatch(/[a-wyz]{3}/);
        },
      ),
      { numRuns: fuzzRuns(10) },
    );
  });

  it('keeps our commands', () => {
    const command = PROTOCOLS[driver].on;
    expect(anonymiseFor(driver)('out')(command)).toEqual(command);
  });
});

it('keeps answers', () => {
  const accepted = Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31);
  const mask = anonymiseFor('serialGm65')('in');
  const all = Uint8Array.of(...accepted, ...ascii('31313\r'), ...accepted);
  expect(mask(all)).toEqual(Uint8Array.of(...accepted, ...ascii('XXXXX\r'), ...accepted));
});

it('keeps a failed checksum failing', () => {
  const mask = anonymiseFor('serialSsi')('in');
  const [packet] = ssi(ascii('abcdef'));
  if (packet === undefined) throw new Error('no packet');
  packet[6] = 0x7a;
  const heard = heardOf('serialSsi', [mask(packet)]);
  expect(heard).toMatchObject([{ type: 'lost' }, { type: 'reply' }]);
});

async function settled(make: () => Uint8Array[]): Promise<Uint8Array[]> {
  const chunks = make();
  await new Promise((resolve) => setImmediate(resolve));
  return chunks;
}

function ssi(code: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < code.length; at += 100) {
    const body = [0, 0xf3, 0, at + 100 < code.length ? 2 : 0, 0x1c, ...code.slice(at, at + 100)];
    body[0] = body.length;
    const check = 65_536 - (body.reduce((a, b) => a + b, 0) % 65_536);
    parts.push(Uint8Array.of(...body, (check >> 8) & 255, check & 255));
  }
  return parts;
}

function hid(code: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < code.length; at += 56) {
    const report = new Uint8Array(64).fill(0x61);
    const data = code.slice(at, at + 56);
    report.set([2, data.length]);
    report.set(data, 5);
    report[63] = at + 56 < code.length ? 1 : 0;
    parts.push(report);
  }
  return parts;
}
