import { defineConfig } from 'vite';

/** The hub to talk to while developing: `HUB_URL=http://127.0.0.1:7400 vite console/phone`. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:7400';

export default defineConfig({
  root: import.meta.dirname,
  base: '/phone/',
  publicDir: false,
  // Phones of a hall's citizens are of any age.
  build: { outDir: '../../dist/phone', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2020' },
  server: { proxy: { '/v1': { target: hub, changeOrigin: true } } },
});
