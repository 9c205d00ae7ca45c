import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPace, NO_LIMITS } from '../blobs/pace.ts';
import { createBlobSender } from '../blobs/sender.ts';
import { createWire } from '../blobs/wire.ts';
import { createHubHttp } from '../hub/http.ts';
import type { TerminalStore } from '../store/store.ts';
import type { BlobProgress } from '../types.ts';
import { fakeBlobs } from './fake-blobs.ts';

/** The fake's blobs alone, over real HTTP on loopback. */
export async function serveFakeBlobs() {
  const blobs = fakeBlobs(() => 1_780_000_000_000);
  const server = createServer((request, response) => void blobs.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    blobs,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The lane of blobs without the rest of the link: no token to renew, and no wait takes any time. */
export function blobLane(o: {
  store: TerminalStore;
  hubUrl: string;
  chunkBytes?: number;
  token?: string;
  onProgress?: (p: BlobProgress) => void;
  log?: (event: string, data?: Record<string, unknown>) => void;
}) {
  const stopping = new AbortController();
  const wire = createWire({ hubUrl: o.hubUrl, signal: stopping.signal });
  const timers = {
    after(_: number, f: () => void) {
      const timer = setImmediate(f);
      return () => clearImmediate(timer);
    },
  };
  const sender = createBlobSender({
    lane: o.store.blobs,
    wire: wire.send,
    http: createHubHttp({ hubUrl: o.hubUrl, fetch, signal: stopping.signal }),
    authed: (send) => send(o.token ?? 'token'),
    pace: createPace({ limits: NO_LIMITS, nowMs: Date.now, boottimeMs: () => performance.now(), timers }),
    ratingsGone: () => Promise.resolve(),
    signal: stopping.signal,
    boottimeMs: () => performance.now(),
    timers,
    random: () => 0,
    onProgress: o.onProgress ?? (() => undefined),
    log: o.log ?? (() => undefined),
    ...(o.chunkBytes === undefined ? {} : { chunkBytes: o.chunkBytes }),
  });
  sender.resume(0);
  return {
    sender,
    async stop(): Promise<void> {
      stopping.abort();
      await sender.stop();
      wire.close();
    },
  };
}
