import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CertificateView } from '../../../contracts/certificate.ts';
import type { TerminalConfig } from '../../../contracts/config.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import type { Question } from '../../../sync/types.ts';
import type { RoomTools, SheetTools } from '../types.ts';
import { createCertificatesDesk } from './desk.ts';
import { certificateSource } from './for-material.ts';
import { askHub } from './hub.ts';

const NOW = Date.parse('2026-11-24T10:05:00+08:00');
const VISIT = '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11';
const CARD: Identity = {
  name: '张伟民',
  idNumber: '410403198506071230',
  by: 'idCard',
  address: null,
  phone: null,
};
const ROW: CertificateView = {
  id: '1.2.156.ID-CARD.1',
  kind: 'certificate',
  typeCode: 'ID-CARD',
  name: { zh: '居民身份证', en: 'Resident ID card' },
  no: '4104**********1230',
  issuer: '卫东分局',
  issuedOn: '2018-03-12',
  validUntil: '2038-03-12',
  state: 'valid',
  hasCode: true,
  left: { today: 3, year: 20 },
};
const LEFT = { today: 2, year: 19 };

let picture: string;
beforeAll(async () => {
  const canvas = createCanvas(300, 200);
  canvas.getContext('2d').fillRect(0, 0, 200, 100);
  picture = (await canvas.encode('png')).toString('base64');
});

type Told = Result<unknown>;
interface Printing {
  pdf: Uint8Array;
  signal: AbortSignal;
  end: (r: Result<null>) => void;
}

/** A room whose hub and printer do what the test says. */
function room(start: { identity?: Identity | null; online?: boolean; printer?: boolean } = {}) {
  const time = virtualTime(NOW);
  const asked: Question[] = [];
  const prints: Printing[] = [];
  const logged: object[] = [];
  let ids = 0;
  let onEnd: (visitId: string) => void = () => {};
  let visit: Visit | null = {
    id: VISIT,
    identity: start.identity === undefined ? CARD : start.identity,
    locale: 'zh-CN',
  };
  const world = { answer: async (_: Question): Promise<Told | null> => null };
  let printed = 0;
  const usual = ({ path }: Question): Told => {
    const serverMs = NOW;
    if (path.endsWith('/list')) return ok({ serverMs, simulated: true, rows: [ROW] });
    if (path.endsWith('/file')) return ok({ serverMs, file: { type: 'image/png', base64: picture } });
    if (path.endsWith('/code')) return ok({ serverMs, text: 'ZZ:1', ttlMs: 60_000 });
    if (path.endsWith('/print')) return ok({ serverMs, no: ++printed, left: LEFT });
    return ok({ serverMs });
  };
  const tools = {
    config: { terminalId: 'kiosk-01', role: 'kiosk' } as TerminalConfig,
    link: {
      online: () => start.online ?? true,
      kick: () => undefined,
      async ask<T extends z.ZodType>(question: Question, schema: T) {
        asked.push(question);
        const told = (await world.answer(question)) ?? usual(question);
        return told.ok ? ok(schema.parse(told.value) as z.infer<T>) : told;
      },
    },
    visits: {
      get: (id: string) => (visit?.id === id ? visit : null),
      onEnd(listener: (visitId: string) => void) {
        onEnd = listener;
        return () => undefined;
      },
    },
    sheets: {
      isThere: () => start.printer ?? true,
      print: (pdf: Uint8Array, signal: AbortSignal) =>
        new Promise<Result<null>>((end) => {
          prints.push({ pdf, signal, end });
          signal.addEventListener('abort', () => end(fail('print.cancelled')));
        }),
    },
    clock: time.clock,
    timers: {
      after: (ms: number, f: () => void) => (ms > 5_000 ? () => undefined : time.timers.after(ms, f)),
    },
    newId: () => `3f0c9a52-7c1e-4b8a-9c55-${String(++ids).padStart(12, '0')}`,
    log: (event: string, data?: object) => logged.push({ event, ...data }),
  } as unknown as RoomTools & SheetTools;
  const hub = askHub(tools.link);
  const desk = createCertificatesDesk(tools, hub);
  return {
    desk,
    source: certificateSource(hub),
    world,
    time,
    prints,
    logged,
    asked,
    visit: () => visit as Visit,
    to: (path: string) =>
      asked.filter((q) => q.path.endsWith(path)).map((q) => q.body as Record<string, unknown>),
    /** The print that has come to the printer. */
    async atPrinter(n: number): Promise<Printing> {
      await expect.poll(() => prints.length, { timeout: 10_000 }).toBe(n);
      return prints[n - 1] as Printing;
    },
    end() {
      visit = null;
      onEnd(VISIT);
    },
  };
}

describe('for whom', () => {
  test.each([
    ['a guest', null],
    ['who typed a number', { ...CARD, by: 'typed' as const }],
  ])('%s is told to sign in, and the hub is not asked', async (_name, identity) => {
    const r = room({ identity });
    expect(await r.desk.list(VISIT)).toEqual(fail('auth.required'));
    expect(r.asked).toEqual([]);
  });

  test('another visit is over', async () => {
    const { desk } = room();
    const other = VISIT.replace('0b', '1b');
    for (const said of [
      await desk.list(other),
      await desk.open(other, ROW.id),
      await desk.page(other, ROW.id, 1),
      await desk.code(other, ROW.id),
      await desk.print(other, ROW.id, 'keep'),
      await desk.printing(other),
    ])
      expect(said).toEqual(fail('session.over'));
  });

  test('with the hub away it says so', async () => {
    const { desk, asked } = room({ online: false });
    expect(await desk.list(VISIT)).toEqual(fail('hub.unreachable'));
    expect(asked).toEqual([]);
  });

  test('what was not listed in this visit is not asked for', async () => {
    const { desk, asked } = room();
    expect(await desk.open(VISIT, ROW.id)).toEqual(fail('not.found'));
    expect(await desk.print(VISIT, ROW.id, 'keep')).toEqual(fail('not.found'));
    expect(asked).toEqual([]);
  });
});

describe('showing one', () => {
  test('its pages, one by one, until it is closed', async () => {
    const { desk, to } = room();
    expect(await desk.list(VISIT)).toMatchObject({ ok: true, value: { simulated: true, canPrint: true } });
    expect(await desk.open(VISIT, ROW.id)).toEqual(ok({ pages: [{ widthPx: 300, heightPx: 200 }] }));
    await desk.open(VISIT, ROW.id);
    expect(to('/file')).toHaveLength(1);
    const page = await desk.page(VISIT, ROW.id, 1);
    expect(page.ok && page.value.type).toBe('image/jpeg');
    expect(await desk.page(VISIT, ROW.id, 2)).toEqual(fail('not.found'));
    await desk.close(VISIT);
    expect(await desk.page(VISIT, ROW.id, 1)).toEqual(fail('not.found'));
  });

  test('a second question meanwhile is the same one', async () => {
    const { desk, to } = room();
    await desk.list(VISIT);
    const both = await Promise.all([desk.open(VISIT, ROW.id), desk.open(VISIT, ROW.id)]);
    expect(both.map((b) => b.ok)).toEqual([true, true]);
    expect(to('/file')).toHaveLength(1);
  });

  test('a file that is none is refused, and logged without the person', async () => {
    const { desk, world, logged } = room();
    await desk.list(VISIT);
    world.answer = async ({ path }) =>
      path.endsWith('/file') ? ok({ serverMs: NOW, file: { type: 'image/png', base64: 'AAAA' } }) : null;
    expect(await desk.open(VISIT, ROW.id)).toMatchObject(fail('certificate.badFile'));
    expect(JSON.stringify(logged)).not.toMatch(/张|410403|1\.2\.156/);
  });

  test('a code is asked for anew each time', async () => {
    const { desk, to } = room();
    await desk.list(VISIT);
    expect(await desk.code(VISIT, ROW.id)).toMatchObject(ok({ text: 'ZZ:1', ttlMs: 60_000 }));
    await desk.code(VISIT, ROW.id);
    expect(to('/code')).toHaveLength(2);
  });

  test('the visit ends while it is fetched: nothing is kept', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => {
      if (path.endsWith('/file')) r.end();
      return null;
    };
    expect(await r.desk.open(VISIT, ROW.id)).toEqual(fail('session.over'));
    expect(await r.desk.page(VISIT, ROW.id, 1)).toEqual(fail('session.over'));
  });
});

describe('printing', () => {
  test('is counted first, then printed, then told', async () => {
    const r = room();
    await r.desk.list(VISIT);
    expect(await r.desk.print(VISIT, ROW.id, 'bank')).toEqual(
      ok({ phase: 'printing', code: null, no: 1, left: LEFT }),
    );
    expect(r.to('/print')).toMatchObject([{ id: ROW.id, purpose: 'bank', person: { by: 'idCard' } }]);
    const { pdf, end } = await r.atPrinter(1);
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(await r.desk.print(VISIT, ROW.id, 'bank')).toEqual(fail('busy'));
    end(ok(null));
    expect(await r.desk.printing(VISIT)).toEqual(ok({ phase: 'printed', code: null, no: 1, left: LEFT }));
    expect(r.to('/printed')).toEqual([{ printId: r.to('/print')[0]?.printId, outcome: 'printed' }]);
    expect(pdf.every((byte) => byte === 0)).toBe(true);
  });

  test('what is closed meanwhile is printed all the same, and with its picture', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => {
      if (path.endsWith('/print')) await r.desk.close(VISIT);
      return null;
    };
    await r.desk.print(VISIT, ROW.id, 'keep');
    const { pdf } = await r.atPrinter(1);
    expect(Buffer.from(pdf).includes(Buffer.of(0xff, 0xd8, 0xff))).toBe(true);
  });

  test('news is waited for, but not for ever', async () => {
    const r = room();
    await r.desk.list(VISIT);
    expect(await r.desk.printing(VISIT)).toMatchObject(ok({ phase: 'none' }));
    await r.desk.print(VISIT, ROW.id, 'keep');
    const news = r.desk.printing(VISIT);
    await r.time.advance(5_000);
    expect(await news).toMatchObject(ok({ phase: 'printing' }));
  });

  test('one that failed gives its place back, and the next has a key of its own', async () => {
    const r = room();
    await r.desk.list(VISIT);
    await r.desk.print(VISIT, ROW.id, 'keep');
    (await r.atPrinter(1)).end(fail('print.paperOut'));
    expect(await r.desk.printing(VISIT)).toMatchObject(ok({ phase: 'failed', code: 'print.paperOut' }));
    expect(r.to('/printed')).toMatchObject([{ outcome: 'failed' }]);
    await r.desk.print(VISIT, ROW.id, 'keep');
    expect(new Set(r.to('/print').map((b) => b.printId)).size).toBe(2);
  });

  test('where the hub could not be told, the next print is the same one', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => (path.endsWith('/printed') ? fail('hub.unreachable') : null);
    await r.desk.print(VISIT, ROW.id, 'keep');
    (await r.atPrinter(1)).end(fail('print.paperJam'));
    await r.desk.printing(VISIT);
    await r.desk.print(VISIT, ROW.id, 'keep');
    expect(new Set(r.to('/print').map((b) => b.printId)).size).toBe(1);
  });

  test('an answer that was lost is asked for again under the same key', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => (path.endsWith('/print') ? fail('hub.unreachable') : null);
    expect(await r.desk.print(VISIT, ROW.id, 'keep')).toEqual(fail('hub.unreachable'));
    r.world.answer = async () => null;
    await r.desk.print(VISIT, ROW.id, 'keep');
    expect(new Set(r.to('/print').map((b) => b.printId)).size).toBe(1);
  });

  test('without a printer nothing is counted', async () => {
    const r = room({ printer: false });
    expect(await r.desk.list(VISIT)).toMatchObject({ value: { canPrint: false } });
    expect(await r.desk.print(VISIT, ROW.id, 'keep')).toEqual(fail('device.missing'));
    expect(r.to('/print')).toEqual([]);
  });

  test('too often today: nothing comes out', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => (path.endsWith('/print') ? fail('certificate.dayLimit') : null);
    expect(await r.desk.print(VISIT, ROW.id, 'keep')).toEqual(fail('certificate.dayLimit'));
    expect(r.prints).toEqual([]);
  });

  test('the visit ends: what is not out is taken back, and counts', async () => {
    const r = room();
    await r.desk.list(VISIT);
    await r.desk.print(VISIT, ROW.id, 'keep');
    const { signal, pdf } = await r.atPrinter(1);
    r.end();
    expect(signal.aborted).toBe(true);
    await expect.poll(() => r.to('/printed')).toMatchObject([{ outcome: 'unclear' }]);
    expect(pdf.every((byte) => byte === 0)).toBe(true);
  });

  test('the visit ends before the count is answered: nothing comes out, and the place is given back', async () => {
    const r = room();
    await r.desk.list(VISIT);
    r.world.answer = async ({ path }) => {
      if (path.endsWith('/print')) r.end();
      return null;
    };
    expect(await r.desk.print(VISIT, ROW.id, 'keep')).toEqual(fail('session.over'));
    expect(r.prints).toEqual([]);
    await expect.poll(() => r.to('/printed')).toMatchObject([{ outcome: 'failed' }]);
  });
});

describe('in the place of paper', () => {
  test('what may stand for a material is listed, and its file is given as it is', async () => {
    const r = room();
    expect(await r.source.listForMaterial(CARD, 'idCard')).toMatchObject(ok({ rows: [ROW] }));
    expect(r.to('/list')).toMatchObject([{ materialCode: 'idCard' }]);
    const taken = await r.source.take(CARD, 'idCard', ROW.id);
    expect(taken.ok && Buffer.from(taken.value).toString('base64')).toBe(picture);
  });

  test('another certificate is not taken', async () => {
    const r = room();
    expect(await r.source.take(CARD, 'idCard', '1.2.156.OTHER')).toEqual(fail('not.found'));
    expect(r.to('/file')).toEqual([]);
  });
});
