/**
 * How the shell tells whoever started it (systemd, Shell Launcher, `npm start`) why it ended.
 * Any other code is a crash: start it again.
 */
export const EXIT = {
  /** Staff left the kiosk, or the system ended the session: do not start again. */
  done: 0,
  /** The page could not be brought back within this process, or main met a bug: start again. */
  restart: 10,
  /** Another instance holds this terminal: do not start again. */
  alreadyRunning: 11,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
