import { expect, it } from 'vitest';
import { askable, askedFrom } from './asked.ts';

const named = [
  { id: 'a', code: 'id-copy', title: '身份证' },
  { id: 'b', code: 'premises', title: '场所证明' },
  { id: 'c', code: 'premises', title: '场所证明（二）' },
];

it('asks for what is chosen and for each line, once', () => {
  expect(askedFrom(named, ['b', 'c'], ' 租赁合同 \n\n消防验收意见\n租赁合同')).toEqual([
    { code: 'premises', title: '场所证明' },
    { code: 'other-1', title: '租赁合同' },
    { code: 'other-2', title: '消防验收意见' },
  ]);
  expect(askedFrom(named, [], ' \n')).toEqual([]);
});

it('offers the seal that was left for afterwards', () => {
  const materials = [{ id: 'a', code: 'id-copy', title: '身份证', here: true }];
  const later = { state: 'later', way: 'afterwards' } as const;
  expect(askable(null, '盖章')).toEqual([]);
  expect(askable({ materials, seal: null }, '盖章')).toEqual(materials);
  expect(askable({ materials, seal: later }, '盖章').at(-1)).toEqual({
    id: 'sealedForm',
    code: 'sealedForm',
    title: '盖章',
  });
});
