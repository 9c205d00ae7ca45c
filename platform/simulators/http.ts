import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the simulators of upper systems share: a small server for JSON, that never shares code with an adapter. */
const MAX_BODY = 64_000;

export interface SimulatorServer {
  /** Such as http://127.0.0.1:7501 */
  origin: string;
  close(): Promise<void>;
}

/** `serve` answers `true` where there was such a path. */
export async function serveJson(
  o: { host?: string | undefined; port?: number | undefined },
  serve: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
): Promise<SimulatorServer> {
  const server = createServer((request, response) => {
    const path = `${request.method} ${request.url?.split('?')[0]}`;
    serve(path, request, response)
      .then((known) => {
        if (!known) answer(response, 404, { code: 404, msg: path });
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(o.port ?? 0, o.host ?? '127.0.0.1', done);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    origin: `http://${address}:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** A gateway's page where an answer should be. */
export function answerPage(response: ServerResponse, html = '<html>网关登录</html>'): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** null for what is no JSON object or too long. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BODY) return null;
  }
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
