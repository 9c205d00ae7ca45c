import { expect, test } from 'vitest';
import { createPictures } from './pictures.ts';

function fakeUrls() {
  const open = new Set<string>();
  let count = 0;
  return {
    open,
    createObjectURL: () => {
      count += 1;
      open.add(`blob:${count}`);
      return `blob:${count}`;
    },
    revokeObjectURL: (url: string) => void open.delete(url),
  };
}

test('a picture is loaded once', async () => {
  let loads = 0;
  const pictures = createPictures(async () => {
    loads += 1;
    return new Blob();
  }, fakeUrls());
  expect(await pictures.url('a')).toBe(await pictures.url('a'));
  expect(loads).toBe(1);
});

test('one that is not there is asked for again', async () => {
  let there = false;
  const pictures = createPictures(async () => (there ? new Blob() : null), fakeUrls());
  expect(await pictures.url('a')).toBeNull();
  there = true;
  expect(await pictures.url('a')).not.toBeNull();
});

test('only so many are kept, and the one not looked at for longest goes first', async () => {
  const urls = fakeUrls();
  const pictures = createPictures(async () => new Blob(), urls);
  const first = await pictures.url('0');
  const second = await pictures.url('1');
  for (let n = 2; n < 64; n += 1) await pictures.url(String(n));
  await pictures.url('0');
  await pictures.url('64');
  await Promise.resolve();
  expect(urls.open.size).toBe(64);
  expect(urls.open.has(first ?? '')).toBe(true);
  expect(urls.open.has(second ?? '')).toBe(false);
});
