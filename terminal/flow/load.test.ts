import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFlow, loadFlows } from './load.ts';

const SHIPPED = join(import.meta.dirname, '../../assets/flows/residence-precheck');
let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'flows-'));
  dir = join(base, 'residence-precheck');
  cpSync(SHIPPED, dir, { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: a document that is broken on purpose has no type
type Broken = any;
function edit(change: (document: Broken) => void, file = 'flow.json'): void {
  const document: Broken = JSON.parse(readFileSync(join(dir, file), 'utf8'));
  change(document);
  writeFileSync(join(dir, file), JSON.stringify(document));
}
const refusal = (): string => {
  const loaded = loadFlow(dir);
  return loaded.ok ? 'loaded' : `${loaded.error.code}: ${loaded.error.detail}`;
};
const step = (d: Broken, id: string) => d.steps.find((s: Broken) => s.id === id);

it('the shipped flow loads, and its hash follows its texts', () => {
  const before = loadFlow(dir);
  edit((t) => {
    t['t.title'] = '居住证预审';
  }, 'zh.json');
  const after = loadFlow(dir);
  if (!before.ok || !after.ok) throw new Error('refused');
  expect(after.value.flow.title.zh).toBe('居住证预审');
  expect(after.value.hash).not.toBe(before.value.hash);
});

describe('a flow is refused whole', () => {
  const cases: [what: string, change: (d: Broken) => void, reason: string][] = [
    ['an unknown kind of step', (d) => (step(d, 'who').type = 'telepathy'), 'steps.1.type'],
    ['a key too many', (d) => (d.script = 'x'), 'Unrecognized key'],
    ['a device step without another way', (d) => delete step(d, 'who').fallback, 'fallback'],
    ['a fallback that leads nowhere', (d) => (step(d, 'who').fallback = 'nowhere'), 'fallback nowhere'],
    ['an end that leads nowhere', (d) => (step(d, 'halfYear').ends.no = 'nowhere'), 'ends at nowhere'],
    ['a condition that is not there', (d) => (step(d, 'lease').when = 'owes'), 'no condition owes'],
    [
      'a condition on an answer that is not offered',
      (d) => (d.conditions.rents.value = 'borrow'),
      'no answer borrow',
    ],
    [
      'conditions that ask for each other',
      (d) => {
        d.conditions.a = { op: 'not', of: 'b' };
        d.conditions.b = { op: 'not', of: 'a' };
      },
      'asks for itself',
    ],
    [
      'a step that depends on a later one',
      (d) => (step(d, 'who').when = 'rents'),
      'who: it depends on housing, which comes later',
    ],
    ['no last page', (d) => (d.steps.at(-1).type = 'info'), 'the last step is not of type done'],
    [
      'a step that is never reached',
      (d) => (d.exits.lost = { ...d.exits.atCounter, id: 'lost' }),
      'lost: it is never reached',
    ],
    [
      'a field that is not there',
      (d) => (step(d, 'slip').slip[4].field = 'who.shoeSize'),
      'no field who.shoeSize',
    ],
    ['a kind that is not declared', (d) => d.requires.steps.shift(), 'requires.steps lacks choice@1'],
    [
      'typing before eligibility',
      (d) => {
        d.steps.splice(4, 0, d.steps.shift());
      },
      'eligibility comes before typing',
    ],
    ['a fixture outside its folder', (d) => (d.fixtures[0] = '../rent.json'), 'not a plain file name'],
    ['a fixture that is not there', (d) => (d.fixtures[0] = 'gone.json'), 'gone.json'],
  ];
  it.each(cases)('%s', (_, change, reason) => {
    edit(change);
    expect(refusal()).toMatch(/^flow\.invalid: /);
    expect(refusal()).toContain(reason);
  });

  it('words that are missing in one language', () => {
    edit((t) => delete t['t.who'], 'en.json');
    expect(refusal()).toContain('t.who lacks its words');
  });

  it('words that nothing uses', () => {
    edit((t) => (t['t.unused'] = 'x'), 'zh.json');
    expect(refusal()).toContain('t.unused');
  });

  it('a fixture that does not end where it promises', () => {
    edit((f) => (f.ends = 'atCounter'), 'rent.json');
    expect(refusal()).toContain('ends at end, not at atCounter');
  });

  it('bytes that are no JSON', () => {
    writeFileSync(join(dir, 'flow.json'), '{');
    expect(refusal()).toContain('flow.invalid');
  });
});

it('one flow that is refused leaves the others in service', () => {
  cpSync(SHIPPED, join(base, 'broken'), { recursive: true });
  writeFileSync(join(base, 'broken/flow.json'), '{');
  const { flows, refused } = loadFlows(base);
  expect(flows.map((f) => f.flow.id)).toEqual(['residence-precheck']);
  expect(refused.map((r) => r.id)).toEqual(['broken']);
});
