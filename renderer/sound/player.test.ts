import { describe, expect, it } from 'vitest';
import { createPlayer, LONGEST_SOUND_MS, type Sound } from './player.ts';

type Ending = 'ended' | 'error' | 'pause';

/** A sound that ends when the test says so. */
class FakeSound implements Sound {
  volume = -1;
  currentTime = 9;
  playing = false;
  plays = 0;
  refusal: Error | null = null;
  readonly #listeners = new Set<[Ending, () => void]>();

  async play(): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.playing = true;
    this.plays++;
  }
  get paused(): boolean {
    return !this.playing;
  }
  /** As in a browser, the event comes later than the pause. */
  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    void Promise.resolve().then(() => this.#fire('pause'));
  }
  end(type: Ending): void {
    this.playing = false;
    this.#fire(type);
  }
  #fire(type: Ending): void {
    for (const [t, listener] of [...this.#listeners]) if (t === type) listener();
  }
  addEventListener(type: Ending, listener: () => void): void {
    this.#listeners.add([type, listener]);
  }
  removeEventListener(type: Ending, listener: () => void): void {
    for (const entry of this.#listeners)
      if (entry[0] === type && entry[1] === listener) this.#listeners.delete(entry);
  }
  get listeners(): number {
    return this.#listeners.size;
  }
}

function bench() {
  const sounds = new Map<string, FakeSound>();
  const failures: [string, string][] = [];
  const timers = new Map<object, { act: () => void; ms: number }>();
  const of = (url: string): FakeSound => {
    const sound = sounds.get(url) ?? new FakeSound();
    sounds.set(url, sound);
    return sound;
  };
  const player = createPlayer({
    open: of,
    failed: (url, reason) => failures.push([url, reason]),
    setTimer: (act, ms) => {
      const timer = {};
      timers.set(timer, { act, ms });
      return timer;
    },
    clearTimer: (timer) => timers.delete(timer as object),
  });
  return { player, of, failures, timers };
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

describe('player', () => {
  it('speaks after the chime', async () => {
    const { player, of, timers } = bench();
    const chime = player.chime('chime');
    const speech = player.speak('please');
    await settle();
    expect([of('chime').playing, of('please').playing]).toEqual([true, false]);
    of('chime').end('ended');
    await chime;
    await settle();
    expect(of('please')).toMatchObject({ playing: true, volume: 1, currentTime: 0 });
    of('please').end('ended');
    await speech;
    expect([of('chime').listeners, of('please').listeners, timers.size]).toEqual([0, 0, 0]);
  });

  it('lets the newest speech replace what sounds and what waits', async () => {
    const { player, of, failures } = bench();
    const first = player.speak('first');
    await settle();
    const second = player.speak('second');
    const third = player.speak('third');
    await Promise.all([first, second]);
    await settle();
    expect([of('first').playing, of('second').plays, of('third').playing]).toEqual([false, 0, true]);
    player.stopSpeech();
    await third;
    expect(failures).toEqual([]);
  });

  it('silences speech for a chime', async () => {
    const { player, of } = bench();
    const speech = player.speak('please');
    await settle();
    const chime = player.chime('chime');
    await speech;
    expect([of('please').playing, of('chime').playing]).toEqual([false, true]);
    of('chime').end('ended');
    await chime;
  });

  it('holds speech back while a second chime follows the first', async () => {
    const { player, of } = bench();
    const first = player.chime('chime');
    const second = player.chime('chime');
    const speech = player.speak('please');
    await settle();
    expect([of('chime').plays, of('please').plays]).toEqual([2, 0]);
    of('chime').end('ended');
    await Promise.all([first, second]);
    await settle();
    expect(of('please').playing).toBe(true);
    of('please').end('ended');
    await speech;
  });

  it('drops speech that was stopped while it waited', async () => {
    const { player, of } = bench();
    const chime = player.chime('chime');
    const speech = player.speak('please');
    player.stopSpeech();
    of('chime').end('ended');
    await Promise.all([chime, speech]);
    expect(of('please').plays).toBe(0);
  });

  it('never rejects: refusal, fault and silence are logged', async () => {
    const { player, of, failures, timers } = bench();
    of('chime').refusal = new DOMException('no gesture', 'NotAllowedError');
    await player.chime('chime');
    const broken = player.speak('broken');
    await settle();
    of('broken').end('error');
    await broken;
    const stuck = player.speak('stuck');
    await settle();
    const [timer] = timers.values();
    expect(timer?.ms).toBe(LONGEST_SOUND_MS);
    timer?.act();
    await stuck;
    expect(failures).toEqual([
      ['chime', 'NotAllowedError'],
      ['broken', 'error'],
      ['stuck', 'timeout'],
    ]);
    expect(timers.size).toBe(0);
  });

  it('keeps the volume between silence and full, at once and later', async () => {
    const { player, of } = bench();
    player.setVolume(0.4);
    const chime = player.chime('chime');
    expect(of('chime').volume).toBe(0.4);
    player.setVolume(7);
    expect(of('chime').volume).toBe(1);
    player.setVolume(Number.NaN);
    player.setVolume(-1);
    expect(of('chime').volume).toBe(0);
    of('chime').end('ended');
    await chime;
  });
});
