import { defineConfig } from 'vite';

/** The preload: one CommonJS file, as a sandboxed renderer requires; of Electron it only requires `electron`. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: 'preload.ts',
    outDir: '../dist/electron',
    emptyOutDir: false,
    target: 'chrome140',
    minify: false,
    sourcemap: false,
    rolldownOptions: { output: { entryFileNames: 'preload.cjs', format: 'cjs' } },
  },
});
