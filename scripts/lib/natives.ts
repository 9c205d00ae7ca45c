/**
 * Packages with native code: they are loaded from the file system, so they stay out of the terminal's bundle and are
 * packed as they are (`electron-builder.yml`).
 */
export const NATIVES: readonly string[] = [
  'better-sqlite3',
  '@serialport/bindings-cpp',
  'node-hid',
  '@napi-rs/canvas',
];
