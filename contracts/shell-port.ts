/**
 * How the pad's page gets its line to the terminal service under Electron. Free of imports: the preload and the
 * page's first load carry it.
 */

/** Channel on which the shell's main process hands the preload one MessagePort. */
export const PORT_CHANNEL = 'hall-terminal:port';

/** `type` of the window message with which the preload passes that port on to the page (same origin, one port). */
export const PORT_MESSAGE_TYPE = 'hall-terminal-port';
