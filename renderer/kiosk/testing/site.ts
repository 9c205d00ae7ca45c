import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin, preview } from 'vite';
import { RENDERER_POLICY } from '../../../contracts/content-policy.ts';
import { grownTexts } from './grown-texts.ts';

const configFile = join(import.meta.dirname, '../../vite.config.ts');

/** Builds a page and serves it under the kiosk's own Content-Security-Policy. */
async function serve(file: string, plugins: Plugin[]) {
  const outDir = await mkdtemp(join(tmpdir(), 'kiosk-room-'));
  await build({
    configFile,
    plugins,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: file } },
  });
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': RENDERER_POLICY } },
  });
  return {
    url: new URL(relative(dirname(configFile), file), server.resolvedUrls?.local[0]).href,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** A page as it is and with longer texts, each built when it is first asked for. */
export function sitesOf(file: string) {
  const sites = new Map<boolean, ReturnType<typeof serve>>();
  return {
    /** `isGrown`: every text is 40 % longer. */
    async url(isGrown = false): Promise<string> {
      const site = sites.get(isGrown) ?? serve(file, isGrown ? [grownTexts] : []);
      sites.set(isGrown, site);
      return (await site).url;
    },
    async close(): Promise<void> {
      await Promise.all([...sites.values()].map(async (site) => (await site).close()));
    },
  };
}
