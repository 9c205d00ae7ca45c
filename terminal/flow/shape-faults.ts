import type { z } from 'zod';
import { DOCUMENT, type FlowFault } from './fault.ts';

/** What a schema refused in a file of a flow's folder, in words. `raw`: the file as it was read, to name the step. */
export function shapeFaults(file: string, raw: unknown, { issues }: z.ZodError): FlowFault[] {
  return issues.map((issue) => {
    const path = issue.path.map(String);
    const place = path.join('.') || '(whole file)';
    return {
      file,
      step: file === DOCUMENT ? stepOf(raw, path) : null,
      zh: `${path.join('.') || '整个文件'}：${wordsOf(issue)}`,
      en: `${place}: ${issue.message}`,
    };
  });
}

/** The id of the step that a path leads into; null: none, or it has no id. */
function stepOf(raw: unknown, [list, at]: readonly string[]): string | null {
  if (list === 'exits') return at ?? null;
  if (list !== 'steps' || at === undefined) return null;
  const steps = isRecord(raw) ? raw.steps : undefined;
  const step: unknown = Array.isArray(steps) ? steps[Number(at)] : undefined;
  return isRecord(step) && typeof step.id === 'string' ? step.id.slice(0, 60) : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const KINDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: '对象 { }',
  record: '对象 { }',
  array: '列表 [ ]',
  tuple: '列表 [ ]',
};

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `应当是${KINDS[issue.expected] ?? issue.expected}，现在没有或不是`;
    case 'unrecognized_keys':
      return `没有 ${issue.keys.join('、')} 这样的写法`;
    case 'invalid_union':
      return '没有这一种，请看 README 里的类型';
    case 'invalid_format':
      return '写法不对（名字只用字母和数字，文字键以 t. 开头）';
    case 'invalid_value':
      return `只能是 ${issue.values.map(String).join('、')}`;
    case 'too_small':
      return `太少或太小，至少 ${String(issue.minimum)}`;
    case 'too_big':
      return `太多或太大，最多 ${String(issue.maximum)}`;
    default:
      return '不合规定';
  }
}
