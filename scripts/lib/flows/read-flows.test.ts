import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../install.mjs';
import { checkFlows, itemCodes } from './read-flows.ts';

const ITEMS = join(ROOT, 'assets/demo/hall.json');
const NAME = 'food-business-licence';
let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'flows-'));
  dir = join(base, NAME);
  cpSync(join(ROOT, 'assets/flows', NAME), dir, { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: a document that is broken on purpose has no type
type Broken = any;
function edit(change: (document: Broken) => void, file = 'flow.json'): void {
  const document: Broken = JSON.parse(readFileSync(join(dir, file), 'utf8'));
  change(document);
  writeFileSync(join(dir, file), JSON.stringify(document));
}
const step = (d: Broken, id: string) => d.steps.find((s: Broken) => s.id === id);
const faults = () => checkFlows(base, itemCodes(ITEMS)).flatMap((f) => f.faults);

test('a sound flow has no fault', () => expect(faults()).toEqual([]));

describe('a flow that lies is refused with the file, the step, and words in both languages', () => {
  const cases: [what: string, change: () => void, file: string, step: string | null, zh: string][] = [
    ['no JSON', () => writeFileSync(join(dir, 'flow.json'), '{'), 'flow.json', null, '不是正确的 JSON'],
    ['a file that is not there', () => rmSync(join(dir, 'en.json')), 'en.json', null, '文件不在'],
    [
      'an unknown kind',
      () => edit((d) => (d.steps[4].type = 'magic')),
      'flow.json',
      'business',
      '没有这一种',
    ],
    ['a key too many', () => edit((d) => (step(d, 'layout').script = 'x')), 'flow.json', 'layout', 'script'],
    ['a key that lacks', () => edit((d) => delete step(d, 'layout').pages), 'flow.json', 'layout', 'pages'],
    [
      'an exit of no shape',
      () => edit((d) => delete d.exits.recordOnly.body),
      'flow.json',
      'recordOnly',
      'body',
    ],
    [
      'too many answers',
      () => edit((d) => step(d, 'sells').options.push(...d.steps[2].options, ...d.steps[2].options)),
      'flow.json',
      'sells',
      '最多 8',
    ],
    ['an address in a text key', () => edit((d) => (d.title = 'https://x')), 'flow.json', null, '写法不对'],
    [
      'a step that leads nowhere',
      () => edit((d) => (step(d, 'layout').fallback = 'gone')),
      'flow.json',
      'layout',
      'gone',
    ],
    [
      'a field with a wrong condition',
      () => edit((d) => (step(d, 'kitchen').fields[2].when = 'never')),
      'flow.json',
      'kitchen.meals',
      'never',
    ],
    [
      'a signature before the check of what is signed',
      () =>
        edit((d) => {
          const at = d.steps.findIndex((s: Broken) => s.type === 'sign');
          [d.steps[at - 1], d.steps[at]] = [d.steps[at], d.steps[at - 1]];
        }),
      'flow.json',
      'send',
      '核对和提交之间没有签名',
    ],
    [
      'words that are missing',
      () => edit((t) => delete t['t.layout'], 'zh.json'),
      'zh.json',
      null,
      '缺少 t.layout',
    ],
    [
      'words that nothing uses',
      () => edit((t) => (t['t.x'] = 'x'), 'en.json'),
      'en.json',
      null,
      '没有用到的文字：t.x',
    ],
    [
      'a fixture that ends elsewhere',
      () => edit((f) => (f.ends = 'recordOnly'), 'loose.json'),
      'loose.json',
      'end',
      '走到了 end',
    ],
    [
      'a fixture of no shape',
      () => edit((f) => (f.answers.sells = { say: 'x' }), 'loose.json'),
      'loose.json',
      null,
      'answers.sells',
    ],
    [
      'an item that the hall has not',
      () => edit((d) => (step(d, 'send').item = 'WD99999')),
      'flow.json',
      'send',
      'WD99999',
    ],
    ['another folder', () => edit((d) => (d.id = 'tea-licence')), 'flow.json', null, '文件夹叫'],
  ];
  test.each(cases)('%s', (_, change, file, at, zh) => {
    change();
    const all = faults();
    const found = all.find((f) => f.file === file && (at === null || f.step === at) && f.zh.includes(zh));
    expect(found ?? all).toMatchObject({ file });
    for (const fault of all) {
      expect(fault.zh).toMatch(/\p{Script=Han}/u);
      expect(fault.en).toMatch(/[a-z]{2}/);
    }
  });
});

test('without a list of items nothing is held to it', () => {
  edit((d) => (step(d, 'send').item = 'WD99999'));
  expect(checkFlows(base, itemCodes(join(base, 'none.json'))).flatMap((f) => f.faults)).toEqual([]);
});

describe('npm run flows:check', () => {
  const run = (): { code: number; out: string } => {
    try {
      const out = execFileSync(process.execPath, [join(ROOT, 'scripts/check-flows.ts'), base], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      return { code: 0, out };
    } catch (e) {
      const { status, stdout } = e as { status: number; stdout: string };
      return { code: status, out: stdout };
    }
  };

  test('says ok, and ends with 0', () => {
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^ok {7}${NAME} [0-9.]+, 5 fixtures\\n$`));
  });

  test('says what is wrong, and ends with 1', () => {
    edit((d) => (step(d, 'layout').when = 'never'));
    const { code, out } = run();
    expect(code).toBe(1);
    expect(out).toContain(`REFUSED  ${NAME} 没有通过`);
    expect(out).toContain(
      'flow.json  layout\n           没有 never 这个条件\n           there is no condition never',
    );
  });
});
