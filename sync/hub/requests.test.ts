import { expect, test, vi } from 'vitest';
import type { PadRequest } from '../../contracts/hub/terminal-api.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { uuidOf } from '../testing/sample.ts';
import type { HubResult } from './http.ts';
import { createRequests } from './requests.ts';

const request = (n: number, leftMs = 60_000): PadRequest => ({
  id: uuidOf(n),
  windowId: 'w03',
  windowName: '社保窗口',
  staffId: null,
  case: { caseNo: `WD-${n}`, stage: 2, itemCode: null, itemName: null },
  leftMs,
});
type Answer = HubResult<{ request: PadRequest | null }>;

function bench() {
  const time = virtualTime();
  const asked: ((a: Answer) => void)[] = [];
  const onChange = vi.fn();
  const requests = createRequests({
    fetch: () => new Promise((resolve) => asked.push(resolve)),
    pollMs: () => 5_000,
    clock: time.clock,
    timers: time.timers,
    onChange,
  });
  return {
    time,
    asked,
    onChange,
    requests,
    async answer(a: PadRequest | null | 'lost') {
      asked.at(-1)?.(
        a === 'lost'
          ? { ok: false, error: { code: 'hub.unreachable' } }
          : { ok: true, value: { request: a } },
      );
      await time.advance(0);
    },
  };
}

test('calls to look while one is under way become one more look, whose answer counts', async () => {
  const b = bench();
  b.requests.look();
  b.requests.look();
  b.requests.look();
  expect(b.asked).toHaveLength(1);
  await b.answer(request(1));
  expect(b.asked).toHaveLength(2);
  await b.answer(null);
  expect(b.requests.current()).toBeNull();
  expect(b.asked).toHaveLength(2);
});

test('the time left counts from the question, and the same request told again does not move it', async () => {
  const b = bench();
  b.requests.look();
  await b.time.advance(2_000);
  await b.answer(request(1, 60_000));
  expect(b.requests.current()?.leftMs).toBe(58_000);
  await b.time.advance(5_000);
  await b.answer(request(1, 60_000));
  expect(b.requests.current()?.leftMs).toBe(53_000);
  expect(b.onChange).toHaveBeenCalledTimes(1);
});

test('at its end it is told once, and does not come back while the hub still names it', async () => {
  const b = bench();
  b.requests.look();
  await b.answer(request(1, 7_000));
  b.onChange.mockClear();
  await b.time.advance(7_000);
  expect(b.requests.current()).toBeNull();
  expect(b.onChange).toHaveBeenCalledTimes(1);
  await b.answer(request(1, 200));
  expect(b.requests.current()).toBeNull();
  expect(b.onChange).toHaveBeenCalledTimes(1);
});

test('a look that fails leaves what was seen, and the next comes by itself', async () => {
  const b = bench();
  b.requests.look();
  await b.answer(request(1));
  await b.time.advance(5_000);
  await b.answer('lost');
  expect(b.requests.current()?.id).toBe(uuidOf(1));
  await b.time.advance(5_000);
  await b.answer(request(2));
  expect(b.requests.current()?.id).toBe(uuidOf(2));
});

test('stopped, it neither looks nor tells', async () => {
  const b = bench();
  b.requests.look();
  b.requests.stop();
  await b.answer(request(1));
  await b.time.advance(600_000);
  expect(b.asked).toHaveLength(1);
  expect(b.onChange).not.toHaveBeenCalled();
});
