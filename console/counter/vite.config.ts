import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The hub to talk to while developing: `HUB_URL=http://127.0.0.1:7400 vite console/counter`. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:7400';

export default defineConfig({
  root: import.meta.dirname,
  base: '/counter/',
  publicDir: '../public',
  plugins: [react()],
  build: { outDir: '../../dist/counter', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { proxy: { '/v1': { target: hub, changeOrigin: true } } },
});
