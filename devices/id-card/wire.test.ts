import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import type { Wire } from '../testing/memory-channel.ts';
import { checkCard } from './check.ts';
import { CARD_FIXTURES, cardFixture } from './fixtures.ts';
import type { Garble, SimulatedCommand } from './simulator.ts';
import { type Bench, createBench } from './testing/bench.ts';
import { FUZZ_TIMEOUT_MS } from './testing/timeout.ts';
import { decodeText } from './text.ts';

/** Bytes that pass before the card is laid down: SAM id, status and one find; then until it is read. */
const BEFORE = { toDriver: 27 + 11 + 11, toDevice: 30 };
const READ = { toDriver: 15 + 19 + 1_295 + 11, toDevice: 40 };

function trueCard(id: string) {
  const decoded = decodeText(cardFixture(id).text);
  if (!decoded.ok || !checkCard(decoded.value, '2026-11-25').ok) throw new Error(id);
  return decoded.value;
}
const cards = (bench: Bench) => bench.events.flatMap((e) => (e.type === 'card' ? [e.card] : []));

/** Armed, with one find behind it; only the first opening of the port has this wire. */
async function looking(
  wire: { toDriver?: Wire; toDevice?: Wire },
  readTwice: 'whenNoisy' | 'always' = 'whenNoisy',
) {
  let opened = 0;
  const bench = await createBench({ wire: () => (opened++ === 0 ? wire : {}), reader: { readTwice } });
  bench.reader.arm();
  await bench.time.advance(10);
  return bench;
}

describe('unplugged at every byte of a read', () => {
  const offsets = (n: number) => Array.from({ length: n + 1 }, (_, at) => at);
  async function unplugAt(direction: 'toDriver' | 'toDevice', at: number): Promise<string[]> {
    const bench = await looking({ [direction]: { cutAfter: BEFORE[direction] + at } });
    bench.card.insert('resident');
    await bench.time.advance(400);
    const told = bench.told();
    // The card lies there still; the reader comes back, and reads it.
    await bench.time.advance(1_500);
    const since = bench.told().slice(told.length);
    expect([direction, at, since]).toEqual([direction, at, ['found', 'card']]);
    expect(cards(bench).at(-1)).toEqual(trueCard('resident'));
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null });
    await bench.reader.stop();
    return told;
  }

  it('from the reader: a refusal, no identity, and a good read after it', async () => {
    for (const at of offsets(READ.toDriver - 1)) {
      const told = await unplugAt('toDriver', at);
      expect([at, told.at(-1), told.includes('card')]).toEqual([at, 'refused device.unplugged', false]);
    }
  });

  it('when the card was read: the session ends', async () => {
    const bench = await looking({ toDriver: { cutAfter: BEFORE.toDriver + READ.toDriver + 5 } });
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(bench.told().slice(0, 3)).toEqual(['found', 'card', 'removed']);
    await bench.reader.stop();
  });

  it('to the reader: a refusal, no identity, and a good read after it', async () => {
    for (const at of offsets(READ.toDevice - 1)) {
      const told = await unplugAt('toDevice', at);
      expect([at, told.at(-1), told.includes('card')]).toEqual([at, 'refused device.unplugged', false]);
    }
  });
});

describe('one answer is damaged', () => {
  const damages: Garble[] = [
    'flip',
    'dropByte',
    'insertByte',
    'truncate',
    'duplicate',
    'noise',
    'endless',
    'hugeLength',
  ];
  const commands: SimulatedCommand[] = ['find', 'select', 'read', 'address'];
  it.each(damages.flatMap((how) => commands.map((command) => [how, command] as const)))(
    '%s of %s: the card or a refusal, and a good read afterwards',
    async (how, command) => {
      const bench = await createBench();
      bench.reader.arm();
      bench.card.insert('moved');
      bench.card.garble(how, command);
      await bench.time.advance(8_000);
      bench.card.remove();
      await bench.time.advance(8_000);
      bench.card.insert('moved');
      await bench.time.advance(8_000);
      const moved = { ...trueCard('moved'), address: '河南省平顶山市卫东区迁居街88号附5号' };
      for (const card of cards(bench)) expect(card).toEqual(moved);
      expect(bench.told().slice(-2)).toEqual(['found', 'card']);
      await bench.reader.stop();
    },
  );

  it('makes the line noisy for ten minutes: cards are read twice', async () => {
    const bench = await createBench();
    bench.reader.arm();
    bench.card.garble('noise', 'find');
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(bench.told()).toEqual(['found', 'card']);
    expect(bench.card.asked().filter((c) => c === 'read')).toHaveLength(2);
    expect(bench.reader.report()).toMatchObject({ state: 'degraded', code: 'idCard.noisyLine' });
    await bench.time.advance(10 * 60_000);
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null });
    bench.card.remove();
    await bench.time.advance(1_000);
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(
      bench.card
        .asked()
        .slice(-20)
        .filter((c) => c === 'read'),
    ).toHaveLength(1);
    await bench.reader.stop();
  });

  it('that the checksum does not see is refused when the card is read twice', async () => {
    const name = BEFORE.toDriver + 15 + 19 + 14;
    const photo = name + 300;
    const garble = (byte: number, offset: number) => (offset === name || offset === photo ? byte ^ 1 : byte);
    const once = await looking({ toDriver: { garble } });
    once.card.insert('resident');
    await once.time.advance(400);
    expect(cards(once)[0]?.name).toBe('弡伟民');
    await once.reader.stop();

    const twice = await looking({ toDriver: { garble } }, 'always');
    twice.card.insert('resident');
    await twice.time.advance(400);
    expect(twice.told()).toEqual(['found', 'refused idCard.changed']);
    await twice.reader.stop();
  });
});

describe('a line that damages at will', () => {
  type Damage = { at: number; how: 'flip' | 'drop' | 'insert' | 'double'; bit: number };
  const damage = fc.record({
    at: fc.integer({ min: 0, max: 2_800 }),
    how: fc.constantFrom<Damage['how'][]>('flip', 'drop', 'insert', 'double'),
    bit: fc.integer({ min: 0, max: 7 }),
  });
  function wireOf(damages: Damage[], split: number): Wire {
    const byPlace = new Map(damages.map((d) => [d.at, d]));
    return {
      split,
      garble(byte, offset) {
        const d = byPlace.get(offset);
        if (d === undefined) return byte;
        if (d.how === 'flip') return byte ^ (1 << d.bit);
        return d.how === 'drop' ? [] : d.how === 'double' ? [byte, byte] : [byte, d.bit * 36];
      },
    };
  }

  async function run(damages: Damage[], split: number, readTwice: 'whenNoisy' | 'always', id: string) {
    const bench = await looking({ toDriver: wireOf(damages, split) }, readTwice);
    const test = bench.reader.selfTest();
    bench.card.insert(id);
    await bench.time.advance(12_000);
    bench.card.remove();
    await bench.time.advance(8_000);
    bench.card.insert(id);
    await bench.time.advance(8_000);
    expect((await test).steps.length).toBeGreaterThan(0);
    await bench.reader.stop();
    return bench;
  }
  const good = CARD_FIXTURES.filter((card) => {
    const decoded = decodeText(card.text);
    return decoded.ok && checkCard(decoded.value, '2026-11-25').ok && card.newestAddress === null;
  }).map((card) => card.id);

  it(
    "gives no other identity than the card's when cards are read twice",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(damage, { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 1, max: 400 }),
          fc.constantFrom(...good),
          async (damages, split, id) => {
            const bench = await run(damages, split, 'always', id);
            for (const card of cards(bench)) expect(card).toEqual(trueCard(id));
          },
        ),
        { numRuns: Math.ceil(fuzzRuns(2) / 16) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'gives no other identity for one flipped, lost, doubled or invented byte, and reads well after it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          damage.filter(({ at }) => at < BEFORE.toDriver + READ.toDriver),
          fc.integer({ min: 1, max: 400 }),
          fc.constantFrom(...good),
          async (one, split, id) => {
            const bench = await run([one], split, 'whenNoisy', id);
            for (const card of cards(bench)) expect(card).toEqual(trueCard(id));
            expect(bench.told().slice(-2)).toEqual(['found', 'card']);
          },
        ),
        { numRuns: Math.ceil(fuzzRuns(2) / 16) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
