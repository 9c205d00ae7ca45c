import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('a log line is one JSON line, whose error tells the place and not the words', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.error(
    { err: Object.assign(new Error('Key (case_no)=(张三)'), { code: '23505' }), phone: '13912345678' },
    'x.y',
  );
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({
    level: 'error',
    msg: 'x.y',
    phone: '[hidden]',
    err: { type: 'Error', code: '23505' },
  });
  expect(lines[0]).not.toContain('张三');
  expect(line.err.stack[0]).toContain('log.test.ts');
});
