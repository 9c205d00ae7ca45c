import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { begin, reduce } from '../../flow/engine.ts';
import { type LoadedFlow, loadFlow } from '../../flow/load.ts';
import { SAMPLE_CARD, SAMPLE_TODAY, samplePage } from '../../flow/samples.ts';
import type { FlowEvent, FlowState, PageRef } from '../../flow/state.ts';

/** The shipped flow that applies for a residence permit, walked as a citizen would. */
export function applyFlow(): LoadedFlow {
  const loaded = loadFlow(join(import.meta.dirname, '../../../assets/flows/residence-permit-apply'));
  if (!loaded.ok) throw new Error(loaded.error.detail);
  return loaded.value;
}

export const next: FlowEvent = { type: 'next' };

export const HOME = {
  phone: '13900000001',
  address: '卫东区建设路1号院2号楼301',
  since: '2025-03-01',
  housing: 'rent',
  reason: 'work',
  enterpriseName: '示例制造有限公司',
  uscc: '',
};

/** Up to the scan of the lease. */
export const toLease: readonly FlowEvent[] = [
  { type: 'choose', option: 'yes' },
  next,
  { type: 'card', card: SAMPLE_CARD },
  next,
  { type: 'fillForm', values: HOME },
  next,
  next,
  next,
];

/** Up to the submit step; `pages` are those of the lease. */
export const toSubmit = (pages: readonly PageRef[]): FlowEvent[] => [
  ...toLease,
  ...pages.map((page): FlowEvent => ({ type: 'page', page, replaces: null })),
  next,
  { type: 'deliver', way: 'window' },
  next,
  next,
  { type: 'signed', pageId: 'signature', at: 1_767_600_100_000 },
  next,
];

export const walked = ({ flow }: LoadedFlow, events: readonly FlowEvent[]): FlowState =>
  events.reduce((s, e) => reduce(flow, s, e), begin(flow, SAMPLE_TODAY));

export const leasePages = (count: number): PageRef[] =>
  Array.from({ length: count }, (_, n) => samplePage(`lease-${n}`, { dpi: 200 }));

/** A4 at 200 dpi, another picture for each `n`. */
export function scannedPage(n: number): Buffer {
  const canvas = createCanvas(1_654, 2_339);
  const c = canvas.getContext('2d');
  c.fillStyle = '#fff';
  c.fillRect(0, 0, 1_654, 2_339);
  c.fillStyle = `hsl(${(n * 67) % 360} 70% 40%)`;
  c.fillRect(100, 100 + n * 30, 900, 600);
  return canvas.toBuffer('image/jpeg', 80);
}

export function signaturePicture(): Buffer {
  const canvas = createCanvas(1_200, 400);
  const c = canvas.getContext('2d');
  c.fillStyle = '#fff';
  c.fillRect(0, 0, 1_200, 400);
  c.fillStyle = '#000';
  c.fillRect(200, 180, 700, 12);
  return canvas.toBuffer('image/png');
}
