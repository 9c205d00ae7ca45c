import { describe, expect, it } from 'vitest';
import { createSpeaker } from './speaker.ts';

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

function bench(live = true) {
  const played: string[] = [];
  const released: string[] = [];
  let end: (() => void) | null = null;
  const made: { text: string; give: (sound: Blob | null) => void }[] = [];
  const speaker = createSpeaker({
    recordings: async () => ({
      recording: (text) => (text.startsWith('录') ? `r:${text}` : null),
      unit: (id) => `u:${id}`,
    }),
    isLive: () => live,
    make: (text) => new Promise((give) => made.push({ text, give })),
    play: (url) =>
      new Promise((resolve) => {
        played.push(url);
        end = resolve;
      }),
    silence: () => end?.(),
    addressOf: () => ({ url: 'blob:1', release: () => released.push('blob:1') }),
  });
  const finish = () => {
    end?.();
    return settle();
  };
  return { speaker, played, released, made, end: finish };
}

describe('a speaker', () => {
  it('says one after the other', async () => {
    const b = bench();
    b.speaker.say('录一', 'zh-CN', 'now');
    b.speaker.say('录二', 'zh-CN', 'next');
    await settle();
    expect(b.played).toEqual(['r:录一']);
    await b.end();
    expect(b.played).toEqual(['r:录一', 'r:录二']);
  });

  it('lets what is said now take the place of all that sounds and waits', async () => {
    const b = bench();
    b.speaker.say('录一', 'zh-CN', 'now');
    b.speaker.say('录二', 'zh-CN', 'next');
    await settle();
    b.speaker.say('录三', 'zh-CN', 'now');
    await settle();
    expect(b.played).toEqual(['r:录一', 'r:录三']);
  });

  it('never plays speech that comes after it was stopped, and lets go of what it played', async () => {
    const b = bench();
    b.speaker.say('张伟', 'zh-CN', 'now');
    await settle();
    b.speaker.stop();
    b.made[0]?.give(new Blob(['x']));
    await settle();
    expect(b.played).toEqual([]);
    b.speaker.say('李娜', 'zh-CN', 'now');
    await settle();
    b.made[1]?.give(new Blob(['x']));
    await settle();
    expect(b.played).toEqual(['blob:1']);
    await b.end();
    expect(b.released).toEqual(['blob:1']);
  });

  it('goes on after what could not be made', async () => {
    const b = bench();
    b.speaker.say('张伟', 'zh-CN', 'now');
    b.speaker.say('录二', 'zh-CN', 'next');
    await settle();
    b.made[0]?.give(null);
    await settle();
    expect(b.played).toEqual(['r:录二']);
  });

  it('says what is recorded where nothing can be made', async () => {
    const b = bench(false);
    b.speaker.say('张伟 12', 'zh-CN', 'now');
    await settle();
    expect([b.made.length, b.played]).toEqual([0, ['u:ten']]);
  });
});
