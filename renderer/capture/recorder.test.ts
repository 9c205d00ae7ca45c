import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { MAX_VIDEO_BYTES, MAX_VIDEO_MS } from '../../contracts/video.ts';
import {
  createRecorder,
  type FilmEvents,
  type FilmRecorder,
  LAST_SLICE_MS,
  type Recording,
} from './recorder.ts';

class FakeRecorder implements FilmRecorder {
  readonly events: FilmEvents;
  state: 'new' | 'on' | 'off' = 'new';
  hangs = false;
  constructor(events: FilmEvents) {
    this.events = events;
  }
  start(): void {
    this.state = 'on';
  }
  stop(): void {
    if (this.state !== 'on') throw new DOMException('inactive', 'InvalidStateError');
    this.state = 'off';
    if (!this.hangs) this.events.stopped();
  }
  give(bytes: number): void {
    this.events.slice(new Blob([new Uint8Array(bytes)]));
  }
}

function bench(open?: (events: FilmEvents) => FilmRecorder) {
  const time = virtualTime();
  const states: Recording[] = [];
  const made: FakeRecorder[] = [];
  const recorder = createRecorder({
    open:
      open ??
      ((events) => {
        const one = new FakeRecorder(events);
        made.push(one);
        return one;
      }),
    timers: time.timers,
    now: () => time.clock.boottimeMs(),
    onState: (s) => states.push(s),
  });
  return { time, states, made, recorder, last: () => states.at(-1) };
}

describe('a short film', () => {
  it('ends by itself after its longest time', async () => {
    const { time, made, recorder, last } = bench();
    recorder.start();
    expect(last()).toMatchObject({ phase: 'recording' });
    made[0]?.give(1_000);
    await time.advance(MAX_VIDEO_MS - 1);
    expect(made[0]?.state).toBe('on');
    await time.advance(1);
    expect(made[0]?.state).toBe('off');
    const done = last();
    expect(done?.phase === 'done' && [done.film.size, done.film.type]).toEqual([1_000, 'video/webm']);
  });

  it('ends sooner by a touch, and another one begins anew', () => {
    const { made, recorder, states, last } = bench();
    recorder.start();
    made[0]?.give(10);
    recorder.stop();
    expect(last()?.phase).toBe('done');
    recorder.reset();
    recorder.start();
    made[1]?.give(20);
    recorder.stop();
    const done = last();
    expect(done?.phase === 'done' && done.film.size).toBe(20);
    expect(states.map((s) => s.phase)).toEqual([
      'recording',
      'packing',
      'done',
      'ready',
      'recording',
      'packing',
      'done',
    ]);
  });

  it.each<[string, (b: ReturnType<typeof bench>) => Promise<void> | void]>([
    ['nothing was recorded', ({ recorder }) => recorder.stop()],
    ['it grows too large', ({ made }) => made[0]?.give(MAX_VIDEO_BYTES + 1)],
    ['the recorder breaks', ({ made }) => made[0]?.events.broke()],
    [
      'the recorder never ends',
      async ({ made, recorder, time }) => {
        if (made[0] !== undefined) made[0].hangs = true;
        made[0]?.give(5);
        recorder.stop();
        await time.advance(LAST_SLICE_MS);
      },
    ],
  ])('fails in words, not by itself: %s', async (_, happen) => {
    const b = bench();
    b.recorder.start();
    await happen(b);
    expect(b.last()).toEqual({ phase: 'failed' });
    await b.time.advance(MAX_VIDEO_MS * 2);
    expect(b.last()).toEqual({ phase: 'failed' });
  });

  it('fails where the browser cannot record', () => {
    const { recorder, states } = bench(() => {
      throw new DOMException('no', 'NotSupportedError');
    });
    recorder.start();
    expect(states).toEqual([{ phase: 'failed' }]);
  });

  it('tells nothing more when its page is left', async () => {
    const { time, made, recorder, states } = bench();
    recorder.start();
    recorder.close();
    made[0]?.give(10);
    await time.advance(MAX_VIDEO_MS * 2);
    expect(states.map((s) => s.phase)).toEqual(['recording']);
    expect(made[0]?.state).toBe('off');
  });
});
