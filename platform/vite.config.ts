import { defineConfig } from 'vite';

/** The hub: plain Node ESM, dependencies left in node_modules. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node24',
    outDir: '../dist/hub',
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      input: { main: 'platform/main.ts', 'thumbnail-worker': 'platform/materials/thumbnail-worker.ts' },
    },
  },
});
