import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The hub to talk to while developing: `HUB_URL=http://127.0.0.1:7400 vite console`. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:7400';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: { outDir: '../dist/console', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 1_200 },
  server: { proxy: { '/v1': { target: hub, changeOrigin: true } } },
});
