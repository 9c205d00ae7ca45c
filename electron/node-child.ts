import { type ChildProcess, spawn } from 'node:child_process';
import type { Child, ChildReports, Spawn } from './supervisor.ts';

/** A plain child process for the supervisor: how `npm start` keeps hub and pad running without Electron. */
export interface NodeChildOptions {
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /**
   * Is this message of the child (over the `ipc` channel, any JSON) its `ready`?
   * Any other message counts as a sign of life.
   */
  isReady: (message: unknown) => boolean;
  /** Every message of the child, as it came: validate before use. */
  onMessage?: (message: unknown) => void;
  /**
   * How to ask it to end: a message over `ipc`, or SIGTERM when absent (Windows has no SIGTERM: there give a message).
   */
  stopMessage?: object;
  /** File descriptor for its stdout and stderr; absent = our own. */
  output?: number;
}

/**
 * When we end, however we end, it loses its `ipc` channel
 * (`disconnect`) and should exit; when we end in order, it is killed first.
 */
export function nodeChild(options: NodeChildOptions): Spawn {
  return (reports) => startChild(options, reports);
}

function startChild(options: NodeChildOptions, reports: ChildReports): Child {
  const output = options.output ?? 'inherit';
  const child = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', output, output, 'ipc'],
    windowsHide: true,
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  let ended = false;
  const onEnd = (code: number | null) => {
    if (ended) return;
    ended = true;
    process.removeListener('exit', killWithUs);
    reports.exited(code);
  };
  child.once('exit', onEnd);
  // A command that cannot be started gives `error` and no `exit`; other errors (a failed kill or send) end nothing.
  child.on('error', () => {
    if (child.pid === undefined) onEnd(null);
  });
  child.on('message', (message) => {
    if (options.isReady(message)) reports.ready();
    else reports.alive();
    options.onMessage?.(message);
  });
  return {
    requestStop: () => requestStop(child, options.stopMessage),
    kill: () => void child.kill('SIGKILL'),
  };
}

function requestStop(child: ChildProcess, message: object | undefined): void {
  if (message === undefined) child.kill('SIGTERM');
  else if (child.connected) child.send(message, () => undefined);
}
