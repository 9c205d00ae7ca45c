import { describe, expect, it } from 'vitest';
import { chime, wav } from './make-sounds.ts';

describe('sounds', () => {
  it('a chime of 700 ms begins and ends in silence and never clips', () => {
    const samples = chime(22_050);
    expect(samples).toHaveLength(15_435);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.01);
    const loudest = samples.reduce((m, s) => Math.max(m, Math.abs(s)), 0);
    expect(loudest).toBeGreaterThan(0.3);
    expect(loudest).toBeLessThan(1);
  });

  it('a WAV file says what it holds', () => {
    const file = wav(Float64Array.of(0, 0.5, -2), 8000);
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.readUInt32LE(24)).toBe(8000);
    expect(file.readUInt32LE(40)).toBe(6);
    expect([44, 46, 48].map((at) => file.readInt16LE(at))).toEqual([0, 16_384, -32_767]);
  });
});
