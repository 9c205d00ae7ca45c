/**
 * Node's flags for a terminal service. A small young generation is collected often, so that the native objects behind
 * each opened row (ciphers, buffers) go at once and a long drain keeps its memory small.
 */
export const TERMINAL_FLAGS: readonly string[] = ['--max-semi-space-size=1'];
