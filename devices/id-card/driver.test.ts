import { describe, expect, it } from 'vitest';
import { CARD_FIXTURES } from './fixtures.ts';
import { SW3_CODES } from './sw3.ts';
import { type Bench, type BenchOptions, createBench } from './testing/bench.ts';

/** An armed reader with this card on it. */
async function withCard(id: string, options: BenchOptions = {}): Promise<Bench> {
  const bench = await createBench(options);
  bench.reader.arm();
  await bench.time.advance(100);
  bench.card.insert(id);
  await bench.time.advance(1_000);
  return bench;
}

function cardOf(bench: Bench) {
  const event = bench.events.find((e) => e.type === 'card');
  return event?.type === 'card' ? event : null;
}

describe('a card on the reader', () => {
  it('is found, read, and gone when it is taken away', async () => {
    const bench = await withCard('resident');
    expect(bench.told()).toEqual(['found', 'card']);
    expect(cardOf(bench)).toMatchObject({
      card: { name: '张伟民', number: '410403198506071230', validTo: '2040-01-01' },
      photo: null,
    });
    await bench.time.advance(60_000);
    expect(bench.told()).toEqual(['found', 'card']);
    bench.card.remove();
    await bench.time.advance(600);
    expect(bench.told()).toEqual(['found', 'card', 'removed']);
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null, stats: { done: 1, errors: 0 } });
    await bench.reader.stop();
  });

  describe.each([
    ['that keeps the field', {}],
    ['that finds a selected card again', { refinds: true }],
    ['that drops the field between commands', { dropsFieldMs: 100 }],
  ])('on a reader %s', (_name, simulator) => {
    it('stays one card while it lies there, and is told when it is gone', async () => {
      const bench = await withCard('resident', { simulator });
      await bench.time.advance(60_000);
      expect(bench.told()).toEqual(['found', 'card']);
      bench.card.remove();
      await bench.time.advance(600);
      expect(bench.told()).toEqual(['found', 'card', 'removed']);
      await bench.reader.stop();
    });

    it('ends the session when another card takes its place, and the other one is read', async () => {
      const bench = await withCard('resident', { simulator });
      bench.card.insert('longTerm');
      await bench.time.advance(1_000);
      expect(bench.told()).toEqual(['found', 'card', 'removed', 'found', 'card']);
      expect(bench.events.at(-1)).toMatchObject({ card: { name: '李秀兰' } });
      bench.card.insert('expired');
      await bench.time.advance(1_000);
      expect(bench.told().slice(5)).toEqual(['removed', 'found', 'refused idCard.expired']);
      await bench.reader.stop();
    });

    it('goes on when the same card was lifted for a moment', async () => {
      const bench = await withCard('resident', { simulator });
      bench.card.insert('resident');
      await bench.time.advance(5_000);
      expect(bench.told()).toEqual(['found', 'card']);
      await bench.reader.stop();
    });

    it('refuses a bad card once', async () => {
      const bench = await withCard('wrongBirth', { simulator });
      await bench.time.advance(10_000);
      expect(bench.told()).toEqual(['found', 'refused idCard.mismatch']);
      bench.card.remove();
      await bench.time.advance(1_000);
      expect(bench.told()).toEqual(['found', 'refused idCard.mismatch', 'removed']);
      await bench.reader.stop();
    });

    it('of an earlier session must be taken away first', async () => {
      const bench = await withCard('resident', { simulator });
      bench.reader.disarm();
      await bench.time.advance(10_000);
      bench.reader.arm();
      await bench.time.advance(2_000);
      expect(bench.told()).toEqual(['found', 'card', 'refused idCard.leftover']);
      bench.card.remove();
      await bench.time.advance(1_000);
      bench.card.insert('longTerm');
      await bench.time.advance(1_000);
      expect(bench.told().slice(3)).toEqual(['removed', 'found', 'card']);
      await bench.reader.stop();
    });
  });

  it('says no more to a listener that has disarmed', async () => {
    const bench = await withCard('resident');
    bench.reader.onEvent((event) => {
      if (event.type === 'removed') bench.reader.disarm();
    });
    bench.card.insert('longTerm');
    await bench.time.advance(3_000);
    expect(bench.told()).toEqual(['found', 'card', 'removed']);
    await bench.reader.stop();
  });

  it('may tremble for one look', async () => {
    const bench = await withCard('resident');
    bench.card.failNext(0x41, 'address');
    await bench.time.advance(2_000);
    expect(bench.told()).toEqual(['found', 'card']);
    await bench.reader.stop();
  });

  it.each([
    ['longTerm', { name: '李秀兰', validTo: null }],
    ['moved', { name: '王建芬', address: '河南省平顶山市卫东区迁居街88号附5号' }],
    ['rareExtensionA', { name: '陈㛃' }],
    ['rareName', { name: '刘䶮' }],
    ['rarePlane2', { name: '赵𬱖𫍯𠅤' }],
    ['longName', { name: '阿不都热依木·买买提明', ethnicity: '05' }],
    ['hongKong', { kind: 'hmtResident', passNo: 'H01234567', ethnicity: null }],
    ['taiwan', { kind: 'hmtResident', passNo: '01234567' }],
    ['foreigner2017', { kind: 'foreigner2017', nationality: 'USA', nameEn: 'SPECIMEN, JOHN', address: '' }],
    [
      'foreigner2023',
      { kind: 'foreigner2023', nameEn: 'VERYLONGSURNAME-SPECIMEN, ALEXANDRA MARIA', nationality: 'FRA' },
    ],
  ])('%s is read whole', async (id, expected) => {
    const bench = await withCard(id);
    expect(cardOf(bench)?.card).toMatchObject(expected);
    await bench.reader.stop();
  });

  it.each([
    ['expired', 'idCard.expired'],
    ['notYetValid', 'idCard.notYetValid'],
    ['wrongCheckDigit', 'idCard.checkDigit'],
    ['wrongBirth', 'idCard.mismatch'],
  ])('%s is refused, and must be taken away', async (id, code) => {
    const bench = await withCard(id);
    await bench.time.advance(10_000);
    expect(bench.told()).toEqual(['found', `refused ${code}`]);
    expect(bench.reader.report().lastErrors[0]?.code).toBe(code);
    bench.card.remove();
    await bench.time.advance(600);
    bench.card.insert('resident');
    await bench.time.advance(600);
    expect(bench.told()).toEqual(['found', `refused ${code}`, 'removed', 'found', 'card']);
    await bench.reader.stop();
  });

  it('is valid through its last day in the hall', async () => {
    const bench = await createBench();
    bench.time.setWall(Date.UTC(2040, 0, 1, 15, 59));
    bench.reader.arm();
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(bench.told()).toEqual(['found', 'card']);
    bench.card.remove();
    await bench.time.advance(1_000);
    bench.time.setWall(Date.UTC(2040, 0, 1, 16, 0));
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(bench.told().at(-1)).toBe('refused idCard.expired');
    await bench.reader.stop();
  });
});

describe('what a card holds beside its text', () => {
  it('gives the photo to the decoder that was plugged in', async () => {
    const bench = await withCard('resident', { reader: { decodePhoto: (wlt) => wlt.slice(0, 3) } });
    expect(cardOf(bench)?.photo).toEqual(CARD_FIXTURES[0]?.photo.slice(0, 3));
    await bench.reader.stop();
  });

  it('does without the photo when the decoder throws', async () => {
    const decodePhoto = () => {
      throw new Error('closed library');
    };
    const bench = await withCard('resident', { reader: { decodePhoto } });
    expect(cardOf(bench)?.photo).toBeNull();
    await bench.reader.stop();
  });

  it.each(['moved', 'resident'])('reads %s with the fingerprint where it is declared', async (id) => {
    const bench = await withCard(id, { fingerprint: true });
    expect(bench.told()).toEqual(['found', 'card']);
    expect(bench.card.asked()).toContain('readFp');
    expect(bench.card.asked()).not.toContain('read');
    await bench.reader.stop();
  });

  it('does without the fingerprint when it is faulty', async () => {
    const bench = await createBench({ fingerprint: true });
    bench.card.failNext(0x37, 'readFp');
    bench.card.insert('moved');
    bench.reader.arm();
    await bench.time.advance(500);
    expect(bench.told()).toEqual(['found', 'card']);
    await bench.reader.stop();
  });

  it('does without the newest address on a reader that does not know it', async () => {
    const bench = await createBench();
    bench.card.failNext(0x21, 'address');
    bench.card.insert('moved');
    bench.reader.arm();
    await bench.time.advance(50);
    expect(cardOf(bench)?.card.address).toContain('试验路');
    await bench.reader.stop();
  });
});

describe('failures of a read', () => {
  const cardCodes = Object.entries(SW3_CODES).filter(([sw3]) => ![0x60, 0x66].includes(Number(sw3)));
  it.each(cardCodes)('SW3 %s is told as %s', async (sw3, code) => {
    const bench = await createBench();
    bench.card.failNext(Number(sw3), 'read');
    bench.card.insert('resident');
    bench.reader.arm();
    await bench.time.advance(100);
    expect(bench.told()).toEqual(['found', `refused ${code}`]);
    expect(bench.reader.report().lastErrors[0]).toMatchObject({
      code,
      detail: expect.stringMatching(/^SW 00 00/),
    });
    await bench.reader.stop();
  });

  it.each([
    [0x60, 'idCard.samSelfTest'],
    [0x66, 'idCard.unauthorised'],
  ])('SW3 %s puts the reader out of order until it answers well', async (sw3, code) => {
    const bench = await createBench();
    bench.reader.arm();
    bench.card.failNext(sw3, 'find');
    await bench.time.advance(400);
    expect(bench.told()).toEqual([`refused ${code}`]);
    expect(bench.reader.report()).toMatchObject({ state: 'fault', code });
    await bench.time.advance(5_000);
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null });
    await bench.reader.stop();
  });

  it('a card that is taken away too soon is told so', async () => {
    const bench = await createBench({ simulator: { answerMs: (command) => (command === 'read' ? 300 : 0) } });
    bench.card.insert('resident');
    bench.reader.arm();
    await bench.time.advance(100);
    bench.card.remove();
    await bench.time.advance(1_500);
    expect(bench.told()).toEqual(['found', 'refused idCard.removedTooSoon', 'removed']);
    await bench.reader.stop();
  });

  it('a card that cannot be selected stays refused until it is lifted', async () => {
    const bench = await createBench();
    bench.card.failNext(0x81, 'select');
    bench.card.insert('resident');
    bench.reader.arm();
    await bench.time.advance(20_000);
    expect(bench.told()).toEqual(['found', 'refused idCard.selectFailed']);
    bench.card.remove();
    await bench.time.advance(1_000);
    bench.card.insert('resident');
    await bench.time.advance(1_000);
    expect(bench.told().slice(2)).toEqual(['removed', 'found', 'card']);
    await bench.reader.stop();
  });
});

describe('a reader that is silent', () => {
  it('in the middle of a read: the card is refused, and reads well when it is presented again', async () => {
    const bench = await createBench({
      simulator: { answerMs: (command) => (command === 'select' ? 100 : 0) },
    });
    bench.reader.arm();
    bench.card.insert('resident');
    await bench.time.advance(50);
    bench.card.silence(true);
    await bench.time.advance(1_100);
    expect(bench.told()).toEqual(['found', 'refused idCard.noAnswer']);
    bench.card.silence(false);
    bench.card.remove();
    await bench.time.advance(1_500);
    bench.card.insert('resident');
    await bench.time.advance(600);
    expect(bench.told().slice(2)).toEqual(['removed', 'found', 'card']);
    await bench.reader.stop();
  });

  it('is out of order after three commands, and in order when it answers', async () => {
    const bench = await createBench();
    bench.card.silence(true);
    bench.reader.arm();
    await bench.time.advance(4_500);
    expect(bench.told()).toEqual(['refused idCard.noAnswer']);
    await bench.time.advance(30_000);
    expect(bench.reader.report()).toMatchObject({ state: 'fault', code: 'idCard.noAnswer' });
    expect(bench.told()).toEqual(['refused idCard.noAnswer']);
    bench.card.silence(false);
    await bench.time.advance(6_500);
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null });
    bench.card.insert('resident');
    await bench.time.advance(500);
    expect(bench.told().slice(-2)).toEqual(['found', 'card']);
    await bench.reader.stop();
  });

  it('is noticed also while nobody looks for cards', async () => {
    const bench = await createBench();
    bench.card.silence(true);
    await bench.time.advance(60_000);
    expect(bench.reader.report()).toMatchObject({ state: 'fault', code: 'idCard.noAnswer' });
    expect(bench.told()).toEqual([]);
    await bench.reader.stop();
  });
});

describe('arm and disarm', () => {
  it('tells nothing while disarmed', async () => {
    const bench = await createBench();
    bench.card.insert('resident');
    await bench.time.advance(60_000);
    bench.reader.arm();
    bench.reader.disarm();
    await bench.time.advance(5_000);
    expect(bench.told()).toEqual([]);
    await bench.reader.stop();
  });

  it('a card of before that is gone is not spoken of, and the next one is read at once', async () => {
    const bench = await withCard('resident');
    bench.reader.disarm();
    bench.card.insert('longTerm');
    bench.reader.arm();
    await bench.time.advance(100);
    expect(bench.told()).toEqual(['found', 'card', 'found', 'card']);
    await bench.reader.stop();
  });

  it('works after a hundred changes in a row', async () => {
    const bench = await createBench();
    bench.card.insert('resident');
    for (let n = 0; n < 100; n++) {
      bench.reader.arm();
      bench.reader.disarm();
    }
    bench.reader.arm();
    await bench.time.advance(2_000);
    expect(bench.told()).toEqual(['found', 'card']);
    await bench.reader.stop();
  });
});

describe('the line', () => {
  it('tells who the reader is and where', async () => {
    const bench = await createBench({
      wire: { port: '/dev/ttyUSB7', usb: { vendor: 'V', product: 'P', serialNumber: 'x' } },
    });
    expect(bench.reader.report().identity).toEqual({
      vendor: 'V',
      product: 'P',
      serialNumber: '05.01-20260101-0000012345-0000067890',
      firmware: null,
      port: '/dev/ttyUSB7',
    });
    await bench.reader.stop();
  });

  it('is missing while unplugged, and the session of a card ends', async () => {
    const bench = await withCard('resident');
    bench.port.unplug();
    await bench.time.advance(10);
    expect(bench.told()).toEqual(['found', 'card', 'removed']);
    await bench.time.advance(1_000);
    expect(bench.reader.report()).toMatchObject({ state: 'missing', code: 'device.missing' });
    bench.port.plug();
    await bench.time.advance(2_000);
    expect(bench.reader.report()).toMatchObject({ state: 'ok', code: null });
    expect(bench.told().slice(3)).toEqual(['found', 'card']);
    await bench.reader.stop();
  });

  it('may be one of HID reports', async () => {
    const bench = await withCard('rarePlane2', { hid: true, fingerprint: true });
    expect(cardOf(bench)?.card.name).toBe('赵𬱖𫍯𠅤');
    expect(bench.reader.report().state).toBe('ok');
    await bench.reader.stop();
  });

  it('says what holds the port', async () => {
    const bench = await createBench();
    bench.port.unplug('device.portBusy');
    await bench.time.advance(500);
    expect(bench.reader.report()).toMatchObject({ state: 'missing', code: 'device.portBusy' });
    await bench.reader.stop();
  });
});

describe('a technician', () => {
  it('runs the self-test, with a card on the reader or none', async () => {
    const bench = await createBench();
    const test = await bench.reader.selfTest();
    expect(test).toMatchObject({
      ok: true,
      steps: [
        { name: 'idCard.open', ok: true, detail: 'memory' },
        { name: 'idCard.status', ok: true },
        { name: 'idCard.samId', ok: true, detail: '05.01-20260101-0000012345-0000067890' },
        { name: 'idCard.find', ok: true, detail: 'SW3 80' },
      ],
    });
    bench.card.insert('resident');
    expect((await bench.reader.selfTest()).steps.at(-1)).toMatchObject({ detail: 'SW3 9F' });
    await bench.reader.stop();
  });

  it('learns where the self-test stopped', async () => {
    const bench = await createBench();
    bench.card.failNext(0x60, 'status');
    expect(await bench.reader.selfTest()).toMatchObject({
      ok: false,
      steps: [
        { ok: true },
        { name: 'idCard.status', ok: false, code: 'idCard.samSelfTest', detail: 'SW 00 00 60' },
      ],
    });
    bench.port.unplug();
    expect(await bench.reader.selfTest()).toMatchObject({
      ok: false,
      steps: [{ name: 'idCard.open', ok: false, code: 'device.unplugged' }],
    });
    await bench.reader.stop();
  });

  it('tests a reader that looks for cards, and disturbs nothing', async () => {
    const bench = await withCard('resident');
    expect(await bench.reader.selfTest()).toMatchObject({ ok: true });
    await bench.time.advance(5_000);
    expect(bench.told()).toEqual(['found', 'card']);
    await bench.reader.stop();
  });

  it('resets the SAM', async () => {
    const bench = await createBench();
    expect(await bench.reader.recalibrate?.()).toEqual({ ok: true, value: null });
    expect(bench.card.asked()).toContain('reset');
    bench.card.silence(true);
    const reset = bench.reader.recalibrate?.();
    await bench.time.advance(3_000);
    expect(await reset).toMatchObject({ ok: false, error: { code: 'idCard.noAnswer' } });
    await bench.reader.stop();
  });
});

describe('stop', () => {
  it('settles what is pending, and nothing is told after it', async () => {
    const bench = await createBench();
    bench.card.silence(true);
    bench.reader.arm();
    const test = bench.reader.selfTest();
    const reset = bench.reader.recalibrate?.();
    await bench.time.advance(10);
    await bench.reader.stop();
    expect(await test).toMatchObject({ ok: false });
    expect(await reset).toMatchObject({ ok: false, error: { code: 'device.stopped' } });
    const before = bench.told();
    bench.reader.arm();
    await bench.time.advance(20_000);
    expect(bench.told()).toEqual(before);
    expect(await bench.reader.recalibrate?.()).toMatchObject({ error: { code: 'device.stopped' } });
  });
});

it('never logs what a card says', async () => {
  const bench = await withCard('resident');
  bench.card.insert('wrongCheckDigit');
  await bench.time.advance(2_000);
  const logged = bench.logged.join() + JSON.stringify(bench.reader.report());
  expect(logged).toContain('idCard.checkDigit');
  for (const secret of ['张', '伟', '4104', '1985', '试验']) expect(logged).not.toContain(secret);
  await bench.reader.stop();
});
