import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Asset } from '../../contracts/reference.ts';
import { sampleReference } from '../testing/sample.ts';
import { type TempStore, tempStore } from '../testing/temp-store.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());

const picture = (text: string): { asset: Asset; bytes: Buffer } => {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { asset: { sha256, type: 'image/png', size: bytes.length }, bytes };
};
const pathOf = ({ sha256 }: Asset) => join(temp.dir, 'cas', sha256.slice(0, 2), sha256);

test('is kept by its hash and given back after a restart', () => {
  const { asset, bytes } = picture('a');
  const store = temp.open();
  expect(store.asset(asset.sha256)).toBeNull();
  expect(store.putAsset(asset, bytes)).toBe(true);
  expect(readFileSync(pathOf(asset))).toEqual(bytes);
  expect(temp.reopen(store).asset(asset.sha256)).toEqual({ bytes, type: 'image/png' });
});

test('other bytes than the hash names are refused, and a damaged file counts as gone', () => {
  const { asset, bytes } = picture('a');
  const store = temp.open();
  expect(store.putAsset(asset, Buffer.from('b'))).toBe(false);
  store.putAsset(asset, bytes);
  writeFileSync(pathOf(asset), 'b');
  expect(store.asset(asset.sha256)).toBeNull();
  expect(store.putAsset(asset, bytes)).toBe(true);
  expect(store.asset(asset.sha256)).not.toBeNull();
});

test('a new set of reference data lets go of what it does not show', () => {
  const [old, kept] = [picture('old'), picture('kept')];
  const store = temp.open();
  store.putAsset(old.asset, old.bytes);
  store.putAsset(kept.asset, kept.bytes);
  store.putReference(sampleReference('v2', [kept.asset]));
  expect(store.asset(old.asset.sha256)).toBeNull();
  expect(readdirSync(join(temp.dir, 'cas'), { recursive: true })).not.toContain(old.asset.sha256);
  const again = temp.reopen(store);
  expect(again.asset(kept.asset.sha256)?.bytes).toEqual(kept.bytes);
  expect(again.reference()).toEqual(sampleReference('v2', [kept.asset]));
});

test('a folder that cannot be written keeps the picture out and the store going', () => {
  const { asset, bytes } = picture('a');
  const store = temp.open();
  writeFileSync(join(temp.dir, 'cas'), 'a file where the folder should be');
  expect(store.putAsset(asset, bytes)).toBe(false);
  expect(store.fault()).toBeNull();
});
