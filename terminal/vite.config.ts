import { defineConfig } from 'vite';

/** The terminal service: `main.js` (browser host) and `utility.js` (Electron's utility process), plain Node ESM. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node24',
    outDir: '../dist/terminal',
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      input: {
        main: 'terminal/main.ts',
        utility: 'terminal/utility.ts',
        'pdf-look-worker': 'terminal/materials/pdf-look-worker.ts',
        'pdf-draw-worker': 'terminal/rooms/certificates/pdf-draw-worker.ts',
      },
      // Beside the worker, which its caller looks for in its own folder.
      output: { chunkFileNames: '[name]-[hash].js' },
    },
  },
});
