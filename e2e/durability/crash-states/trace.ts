/**
 * Reads what `strace -f -y -xx` wrote of a run into the operations that decide what a power cut can leave behind.
 * Lines look like `123 pwrite64(22<\x2f…>, "\x0a…", 4096, 8192) = 4096`; a call that another thread interrupts comes
 * in two halves, `… <unfinished ...>` and `<... name resumed>…`.
 */
export type Op =
  | { kind: 'write'; path: string; offset: number; data: Buffer }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'create'; path: string }
  | { kind: 'unlink'; path: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'mkdir'; path: string }
  /** fsync or fdatasync of a file or a directory. */
  | { kind: 'sync'; path: string }
  /** A line that the run printed: what a person has been told by then. */
  | { kind: 'said'; line: string };

export const TRACED =
  'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat';

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');
const LINE = /^\d+ +([a-z0-9]+)\((.*)\) += (-?\d+)(?:<[^>]*>)?.*$/s;
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const FD_PATH = /^(\d+)<((?:\\x[0-9a-f]{2})*)>/;

/** Operations under `root` in the order in which they were made. Calls that failed changed nothing. */
export function parseTrace(text: string, root: string): Op[] {
  const ops: Op[] = [];
  /** Where plain `write`s of a file stand: its fd's position. */
  const positions = new Map<string, number>();
  for (const line of joinHalves(text.split('\n'))) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, call = '', args = '', result = ''] = match;
    if (Number(result) >= 0) ops.push(...read(call, args, Number(result), root, positions));
  }
  return ops;
}

function joinHalves(lines: string[]): string[] {
  const begun = new Map<string, string>();
  const whole: string[] = [];
  for (const line of lines) {
    const pid = line.slice(0, line.indexOf(' '));
    const resumed = /^\d+ +<\.\.\. [a-z0-9]+ resumed>(.*)$/s.exec(line);
    if (line.endsWith('<unfinished ...>'))
      begun.set(pid, line.slice(0, -'<unfinished ...>'.length).trimEnd());
    else if (resumed !== null) whole.push(`${begun.get(pid) ?? ''}${resumed[1]}`);
    else whole.push(line);
  }
  return whole;
}

function read(
  call: string,
  args: string,
  result: number,
  root: string,
  positions: Map<string, number>,
): Op[] {
  const strings = [...args.matchAll(STRING)].map((m) => unhex(m[1] ?? ''));
  const named = (i: number) => strings[i]?.toString() ?? '';
  const fd = FD_PATH.exec(args);
  const path = fd === null ? '' : unhex(fd[2] ?? '').toString();
  const inside = (p: string) => p === root || p.startsWith(`${root}/`);
  const numbers = args.split(', ');
  switch (call) {
    case 'write': {
      const data = (strings[0] ?? Buffer.alloc(0)).subarray(0, result);
      if (fd?.[1] === '1')
        return data
          .toString()
          .split('\n')
          .filter(Boolean)
          .map((line) => ({ kind: 'said', line }));
      if (!inside(path)) return [];
      const offset = positions.get(path) ?? 0;
      positions.set(path, offset + data.length);
      return [{ kind: 'write', path, offset, data }];
    }
    case 'pwrite64':
      if (!inside(path)) return [];
      return [
        {
          kind: 'write',
          path,
          offset: Number(numbers.at(-1)),
          data: (strings[0] ?? Buffer.alloc(0)).subarray(0, result),
        },
      ];
    case 'ftruncate':
      return inside(path) ? [{ kind: 'truncate', path, size: Number(numbers.at(-1)) }] : [];
    case 'fsync':
    case 'fdatasync':
      return inside(path) ? [{ kind: 'sync', path }] : [];
    case 'openat':
      if (!inside(named(0)) || !args.includes('O_CREAT')) return [];
      positions.set(named(0), 0);
      return [
        { kind: 'create', path: named(0) },
        ...(args.includes('O_TRUNC') ? [{ kind: 'truncate', path: named(0), size: 0 } as const] : []),
      ];
    case 'unlink':
    case 'unlinkat':
      return inside(named(0)) ? [{ kind: 'unlink', path: named(0) }] : [];
    case 'rename':
    case 'renameat':
    case 'renameat2':
      return inside(named(0)) ? [{ kind: 'rename', from: named(0), to: named(1) }] : [];
    case 'mkdir':
    case 'mkdirat':
      return inside(named(0)) ? [{ kind: 'mkdir', path: named(0) }] : [];
    default:
      return [];
  }
}
