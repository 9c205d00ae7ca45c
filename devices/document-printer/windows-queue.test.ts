import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../contracts/result.ts';
import { createWindowsQueue, type RunPowerShell } from './windows-queue.ts';

/** Windows itself was not there: this holds the driver's side to what it sends and reads. */
function queueThatSays(answer: unknown) {
  const runs: { script: string; values: Readonly<Record<string, string>> }[] = [];
  const run: RunPowerShell = async (script, values) => {
    runs.push({ script, values });
    return ok(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  return { queue: createWindowsQueue('Büro "1"; rm', run), runs };
}

describe('the Windows spooler', () => {
  test.each([
    ['Normal', { stopped: false, printing: false, reasons: [] }],
    ['Paused, PaperOut', { stopped: true, printing: false, reasons: ['media-empty-error'] }],
    ['Printing', { stopped: false, printing: true, reasons: [] }],
    [
      'DoorOpen, TonerLow',
      { stopped: false, printing: false, reasons: ['door-open-error', 'toner-low-warning'] },
    ],
  ])('printer status %s', async (status, expected) => {
    const { queue } = queueThatSays({ status, driver: 'HP' });
    const state = await queue.state();
    expect(state).toMatchObject({ ok: true, value: { ...expected, identity: { product: 'HP' } } });
  });

  test.each([
    ['Printing', 'printing'],
    ['Spooling', 'waiting'],
    ['Error, Printing', 'failed'],
    ['Printed', 'done'],
    [null, 'done'],
    ['Deleting', 'cancelled'],
  ])('job status %s is %s', async (status, type) => {
    expect(await queueThatSays({ status }).queue.job(3)).toMatchObject({ ok: true, value: { type } });
  });

  test('a queue’s name never gets into a script', async () => {
    const { queue, runs } = queueThatSays({});
    await queue.remove(5);
    expect(runs[0]?.values).toEqual({ HALL_QUEUE: 'Büro "1"; rm', HALL_JOB: '5' });
    expect(runs[0]?.script).not.toContain('Büro');
  });

  test('the document is a private file only while it is handed over', async () => {
    const pdf = new TextEncoder().encode('%PDF-1.7');
    let file = '';
    const queue = createWindowsQueue('Q', async (_script, values) => {
      file = values.HALL_FILE ?? '';
      expect(readFileSync(file, 'utf8')).toBe('%PDF-1.7');
      return fail('device.timeout');
    });
    expect(await queue.submit(pdf, { title: 't', copies: 1, duplex: false })).toMatchObject({ ok: false });
    expect(file).not.toBe('');
    expect(existsSync(file)).toBe(false);
  });

  test('nonsense and copies', async () => {
    expect(await queueThatSays('<html>').queue.state()).toMatchObject({ error: { code: 'device.garbled' } });
    const { queue } = queueThatSays({ id: 4 });
    expect(await queue.submit(new Uint8Array(), { title: '', copies: 2, duplex: false })).toMatchObject({
      error: { code: 'device.unsupported' },
    });
    expect(await queue.submit(new Uint8Array(), { title: '', copies: 1, duplex: false })).toEqual(ok(4));
  });
});
