import { readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import prompts from '../../assets/sounds/prompts.json' with { type: 'json' };
import { type TestPage, testPage } from '../testing/browser.ts';

const FOLDER = new URL('../../assets/sounds/', import.meta.url);
const LOCALES = ['en', 'zh-CN'];
const files = readdirSync(FOLDER).filter((f) => f.endsWith('.mp3'));

describe('prompts', () => {
  it('are the ones the pad speaks', () => {
    expect(Object.keys(prompts).sort()).toEqual(
      ['cancelled', 'enter-case', 'rate-request', 'saved', 'scan-receipt', 'timed-out'].sort(),
    );
  });

  it('have words in both languages', () => {
    for (const texts of Object.values(prompts)) {
      expect(Object.keys(texts).sort()).toEqual(LOCALES);
      for (const text of Object.values(texts)) expect(text.trim()).not.toBe('');
    }
  });

  it('have one file for each language, and there is no other file but the chime', () => {
    const expected = Object.keys(prompts).flatMap((id) => LOCALES.map((locale) => `${id}.${locale}.mp3`));
    expect(files.sort()).toEqual([...expected, 'chime.mp3'].sort());
  });

  it('are small', () => {
    const total = files.reduce((sum, f) => sum + statSync(new URL(f, FOLDER)).size, 0);
    expect(total).toBeLessThan(600_000);
  });
});

interface SoundModule {
  PROMPT_IDS: string[];
  playChime: () => Promise<void>;
  speak: (prompt: string, locale: string) => Promise<void>;
  setVolume: (volume: number) => void;
  stopSpeech: () => void;
}

describe('in Chromium', () => {
  let browser: TestPage;
  beforeAll(async () => {
    browser = await testPage();
  });
  afterAll(() => browser.close());

  it('chime and every prompt play to their end', async () => {
    const page = await browser.open('');
    const played = await page.evaluate(async () => {
      const { sound } = window as unknown as { sound: SoundModule };
      const CAPTURE_ONCE = { capture: true, once: true };
      const durations: number[] = [];
      const play = HTMLMediaElement.prototype.play;
      // Ten times as fast, so that the test need not listen to all of it.
      HTMLMediaElement.prototype.play = function () {
        this.addEventListener('pause', () => durations.push(this.ended ? this.duration : 0), CAPTURE_ONCE);
        this.playbackRate = 10;
        return play.call(this);
      };
      sound.setVolume(0);
      await sound.playChime();
      for (const id of sound.PROMPT_IDS) for (const locale of ['zh-CN', 'en']) await sound.speak(id, locale);
      return durations;
    });
    expect(played).toHaveLength(files.length);
    expect(played[0]).toBeGreaterThan(0.6);
    expect(played[0]).toBeLessThan(0.9);
    for (const seconds of played.slice(1)) {
      expect(seconds).toBeGreaterThan(1);
      expect(seconds).toBeLessThan(6);
    }
    expect(browser.faults).toEqual([]);
    await page.close();
  });
});
