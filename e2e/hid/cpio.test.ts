import { expect, it } from 'vitest';
import { cpio } from './cpio.ts';

it('writes the newc format: aligned members, folders before their files, a trailer', () => {
  const archive = cpio(new Map([['a/b/c.txt', Buffer.from('hello')]]));
  const names: string[] = [];
  let at = 0;
  for (;;) {
    expect(at % 4).toBe(0);
    const field = (n: number): number =>
      Number.parseInt(archive.toString('latin1', at + 6 + n * 8, at + 14 + n * 8), 16);
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const [size, nameSize] = [field(6), field(11)];
    const name = archive.toString('latin1', at + 110, at + 110 + nameSize - 1);
    names.push(name);
    const data = Math.ceil((at + 110 + nameSize) / 4) * 4;
    if (name === 'a/b/c.txt') expect(archive.toString('latin1', data, data + size)).toBe('hello');
    if (name === 'TRAILER!!!') break;
    at = Math.ceil((data + size) / 4) * 4;
  }
  expect(names).toEqual(['a', 'a/b', 'a/b/c.txt', 'TRAILER!!!']);
});
