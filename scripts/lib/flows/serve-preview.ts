import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import type { PreviewIndex } from '../../../renderer/kiosk/preview/data.ts';
import { ROOT } from '../install.mjs';
import { previewOf } from './preview-data.ts';
import type { CheckedFlow } from './read-flows.ts';

export interface PreviewServer {
  url: string;
  close(): Promise<void>;
}

const PAGES = ['preview.html', 'screen.html'];
const HOST = '127.0.0.1';

/** Builds the preview of these flows and serves it on loopback. `port` 0: any that is free. */
export async function servePreview(flows: readonly CheckedFlow[], port: number): Promise<PreviewServer> {
  const configFile = join(ROOT, 'renderer/vite.config.ts');
  const outDir = mkdtempSync(join(tmpdir(), 'flow-preview-'));
  const input = PAGES.map((page) => join(ROOT, 'renderer/kiosk/preview', page));
  try {
    await build({
      configFile,
      logLevel: 'error',
      build: { outDir, emptyOutDir: true, rolldownOptions: { input } },
    });
    const pages = join(outDir, 'kiosk/preview');
    writeData(join(pages, 'data'), flows);
    const server = await preview({
      configFile,
      logLevel: 'error',
      build: { outDir },
      preview: { port, host: HOST, strictPort: port !== 0 },
    });
    const origin = server.resolvedUrls?.local[0];
    if (origin === undefined) throw new Error('the preview serves nowhere');
    return {
      url: new URL('kiosk/preview/preview.html', origin).href,
      async close() {
        await server.close();
        rmSync(outDir, { recursive: true, force: true });
      },
    };
  } catch (e) {
    rmSync(outDir, { recursive: true, force: true });
    throw e;
  }
}

function writeData(dir: string, flows: readonly CheckedFlow[]): void {
  mkdirSync(dir, { recursive: true });
  const put = (name: string, value: unknown) =>
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(value));
  const index: PreviewIndex = {
    flows: flows.map(({ id, loaded, faults }) => ({ id, title: loaded?.flow.title ?? null, faults })),
  };
  put('flows', index);
  for (const { id, loaded } of flows) if (loaded !== null) put(id, previewOf(loaded));
}
