import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The pages of pad and kiosk. Relative addresses: the same build is served by the browser host and by the shell's own scheme.
 * Nothing is inlined: the Content-Security-Policy lets only files of our own in.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'kiosk.html'].map((page) => join(import.meta.dirname, page)),
    },
  },
});
