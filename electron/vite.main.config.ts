import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;

/** The static fault page lies beside main as it is, unbundled: it must work when nothing else does. */
const faultPage: Plugin = {
  name: 'fault-page',
  generateBundle() {
    for (const file of ['fault.html', 'fault.css']) {
      this.emitFile({
        type: 'asset',
        fileName: `fault/${file}`,
        source: readFileSync(join(here, 'fault', file)),
      });
    }
  },
};

/** Electron's main process: one ES module with everything in it but Electron and Node. */
export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [faultPage],
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: 'main.ts',
    outDir: '../dist/electron',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: 'main.js', format: 'es' } },
  },
});
