import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts';
import {
  CHANNEL_PATH,
  type Heartbeat,
  type Look,
  type PadRequest,
  tokenProof,
} from '../../contracts/hub/terminal-api.ts';
import { type IngestItem, ingestRequest, type Outcome } from '../../contracts/ingest.ts';
import type { Reference } from '../../contracts/reference.ts';
import { fakeBlobs } from './fake-blobs.ts';
import { sampleReference } from './sample.ts';

export interface Seen {
  method: string;
  /** Under /v1/terminal */
  path: string;
  body: unknown;
}
/** Takes an answer into its own hands: true = it was given. */
export type Intercept = (seen: Seen, response: ServerResponse) => boolean;

export const ENROLMENT_CODE = 'code-0001';

/** A hub of one terminal, in memory, over real HTTP and WebSocket on loopback; it can be told to misbehave. */
export async function startFakeHub() {
  const hub = {
    url: '',
    seen: [] as Seen[],
    /** What the inbox holds: `epoch|seq` → item. */
    inbox: new Map<string, IngestItem>(),
    heartbeats: [] as Heartbeat[],
    progress: [] as { id: string; state: string }[],
    publicKey: null as string | null,
    state: 'enrolling' as 'enrolling' | 'active' | 'revoked',
    tokens: new Set<string>(),
    tokenMs: 3_600_000,
    serverMs: 1_780_000_000_000,
    request: null as PadRequest | null,
    reference: sampleReference('v1') as Reference | Record<string, unknown>,
    assets: new Map<string, Buffer>(),
    blobs: fakeBlobs((): number => hub.serverMs),
    intercept: null as Intercept | null,
    /** Overrides an item's outcome. */
    judge: null as ((item: IngestItem) => Outcome | null) | null,
    channels: new Set<WebSocket>(),
    connections: 0,
    refusesChannels: false,
    look(what: Look['look']): void {
      for (const ws of hub.channels) ws.send(JSON.stringify({ look: what }));
    },
    called: (path: string): number => hub.seen.filter((s) => s.path === path).length,
    ids: (): string[] => [...hub.inbox.values()].map((i) => JSON.parse(i.body).id),
    async stop(): Promise<void> {
      for (const ws of hub.channels) ws.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function isKnown(request: IncomingMessage): ErrorCode | null {
    if (hub.state === 'revoked') return 'terminal.revoked';
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    return hub.tokens.has(token) ? null : 'auth.required';
  }

  function enrol(body: { code: string; publicKey: string }): unknown {
    if (body.code !== ENROLMENT_CODE || hub.state !== 'enrolling') return refuse('terminal.enrolment');
    hub.publicKey = body.publicKey;
    hub.state = 'active';
    return { windowId: 'w03' };
  }

  function grant(body: { terminalId: string; nonce: string; signature: string }): unknown {
    if (hub.state === 'revoked') return refuse('terminal.revoked');
    if (hub.state !== 'active' || hub.publicKey === null) return refuse('terminal.unknown');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: hub.publicKey }, format: 'jwk' });
    const proof = Buffer.from(tokenProof(body.terminalId, body.nonce));
    if (!verify(null, proof, key, Buffer.from(body.signature, 'base64url'))) return refuse('auth.failed');
    const token = `token-${hub.tokens.size}-of-twenty-and-more`;
    hub.tokens.add(token);
    return { token, expiresInMs: hub.tokenMs, serverMs: hub.serverMs };
  }

  function ingest(body: unknown): unknown {
    const { epoch, items } = ingestRequest.parse(body);
    const outcomes = items.map((item): Outcome => {
      const judged = hub.judge?.(item) ?? null;
      if (judged !== null) return judged;
      const sha256 = createHash('sha256').update(item.body).digest('hex');
      if (sha256 !== item.sha256) return { seq: item.seq, outcome: 'rejected', code: 'ingest.badHash' };
      const before = hub.inbox.get(`${epoch}|${item.seq}`);
      if (before !== undefined)
        return { seq: item.seq, outcome: before.sha256 === sha256 ? 'duplicate' : 'conflict' };
      hub.inbox.set(`${epoch}|${item.seq}`, item);
      return { seq: item.seq, outcome: 'stored' };
    });
    return { serverMs: hub.serverMs, outcomes };
  }

  function reconcile({ epoch }: { epoch: string }): unknown {
    const seqs = [...hub.inbox.keys()]
      .filter((k) => k.startsWith(`${epoch}|`))
      .map((k) => Number(k.split('|')[1]));
    const ranges = seqs.sort((a, b) => a - b).map((seq) => [seq, seq]);
    return { serverMs: hub.serverMs, ranges };
  }

  function answer({ path, body }: Seen, request: IncomingMessage): unknown {
    // biome-ignore lint/suspicious/noExplicitAny: a fake takes what it is given
    const given = body as any;
    if (path === '/enrol') return enrol(given);
    if (path === '/challenge') return { nonce: 'nonce-of-twenty-and-more', serverMs: hub.serverMs };
    if (path === '/token') return grant(given);
    const refused = isKnown(request);
    if (refused !== null) return refuse(refused);
    if (path === '/ingest') return ingest(body);
    if (path === '/reconcile') return reconcile(given);
    if (path === '/heartbeat') {
      hub.heartbeats.push(given);
      return { serverMs: hub.serverMs, referenceVersion: String(hub.reference.version) };
    }
    if (path === '/reference') return hub.reference;
    if (path === '/request') return { serverMs: hub.serverMs, request: hub.request };
    if (path === '/case-check') return { serverMs: hub.serverMs, state: 'unknown', case: null };
    if (path.startsWith('/assets/')) return hub.assets.get(path.slice(8)) ?? refuse('not.found');
    const id = /^\/requests\/(.+)\/progress$/.exec(path)?.[1];
    if (id === undefined) return refuse('not.found');
    hub.progress.push({ id, state: given.state });
    return { serverMs: hub.serverMs };
  }

  const server = createServer(async (request, response) => {
    if (/^\/v1\/(blobs|uploads)\b/.test(request.url ?? '')) {
      const refused = isKnown(request);
      if (refused === null) return hub.blobs.handle(request, response);
      request.resume();
      return refuseWith(response, refused);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = (request.url ?? '').replace('/v1/terminal', '');
    const seen = { method: request.method ?? '', path, body: text === '' ? null : JSON.parse(text) };
    hub.seen.push(seen);
    if (hub.intercept?.(seen, response)) return;
    reply(response, answer(seen, request));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    hub.connections += 1;
    if (hub.refusesChannels || request.url !== CHANNEL_PATH || isKnown(request) !== null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      hub.channels.add(ws);
      ws.on('close', () => hub.channels.delete(ws));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hub;
}
export type FakeHub = Awaited<ReturnType<typeof startFakeHub>>;

const REFUSED = Symbol('refused');
const refuse = (code: ErrorCode) => ({ [REFUSED]: code });

function reply(response: ServerResponse, result: unknown): void {
  if (Buffer.isBuffer(result)) response.end(result);
  else if (typeof result === 'object' && result !== null && REFUSED in result)
    refuseWith(response, result[REFUSED] as ErrorCode);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
}

/** The hub's envelope of a refusal. */
export function refuseWith(
  response: ServerResponse,
  code: ErrorCode,
  headers: Record<string, string> = {},
): void {
  const { http: status } = ERRORS[code];
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ defined: true, code, status, message: code, data: {} }));
}
