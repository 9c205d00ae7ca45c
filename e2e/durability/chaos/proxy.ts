import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** What may happen to one exchange between a terminal and the hub. */
export const MISHAPS = [
  'lostRequest',
  'lostReply',
  'twice',
  'late',
  'cutReply',
  'badGateway',
  'busy',
  'tooMany',
  'captivePortal',
] as const;
export type Mishap = (typeof MISHAPS)[number];

export interface ChaosProxy {
  url: string;
  /** Share of exchanges that meet a mishap, 0 to 1. */
  setTrouble(share: number): void;
  /** Everything is refused, as if the cable were out. */
  setCut(cut: boolean): void;
  counts: Record<Mishap | 'fine', number>;
  close(): Promise<void>;
}

/** Longest that an exchange is held back so that a later one overtakes it, ms. */
const LATE_MS = 60;

/** A network between terminals and the hub that does what networks do; the same for the same seed and traffic. */
export async function startChaosProxy(hubPort: number, random: () => number): Promise<ChaosProxy> {
  let share = 0;
  let cut = false;
  const counts = Object.fromEntries([...MISHAPS, 'fine'].map((m) => [m, 0])) as ChaosProxy['counts'];

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (c: Buffer) => chunks.push(c));
    incoming.on('end', () => handle(incoming, outgoing, Buffer.concat(chunks)));
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
  });
  server.on('upgrade', (incoming, socket) => {
    socket.on('error', () => undefined);
    if (cut || random() < share) return socket.destroy();
    const up = connect(hubPort, '127.0.0.1', () => {
      const headers = Object.entries(incoming.headers).map(([k, v]) => `${k}: ${String(v)}`);
      up.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      socket.pipe(up).pipe(socket);
    });
    up.on('error', () => socket.destroy());
  });

  function handle(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void {
    if (cut) {
      outgoing.destroy();
      return;
    }
    const mishap = random() < share ? MISHAPS[Math.floor(random() * MISHAPS.length)] : undefined;
    counts[mishap ?? 'fine'] += 1;
    const pass = (then: (status: number, type: string, reply: Buffer) => void) =>
      forward(hubPort, incoming, body, outgoing, then);
    const answer = (
      status: number,
      type: string,
      reply: string | Buffer,
      headers: Record<string, string> = {},
    ) => {
      outgoing.writeHead(status, { 'content-type': type, ...headers }).end(reply);
    };
    switch (mishap) {
      case 'lostRequest':
        outgoing.destroy();
        return;
      case 'lostReply':
        pass(() => outgoing.destroy());
        return;
      case 'twice':
        pass(() => pass(answer));
        return;
      case 'late':
        setTimeout(() => pass(answer), random() * LATE_MS);
        return;
      case 'cutReply':
        pass((status, type, reply) => {
          outgoing.writeHead(status, { 'content-type': type, 'content-length': reply.length });
          outgoing.write(reply.subarray(0, Math.floor(reply.length / 2)), () => outgoing.destroy());
        });
        return;
      case 'badGateway':
        answer(502, 'text/html', '<html>502 Bad Gateway</html>');
        return;
      case 'busy':
        answer(503, 'application/json', '{"code":"busy","status":503,"message":"busy"}', {
          'retry-after': '1',
        });
        return;
      case 'tooMany':
        answer(429, 'text/plain', 'slow down');
        return;
      case 'captivePortal':
        answer(200, 'text/html', '<html>请先登录无线网络</html>');
        return;
      default:
        pass(answer);
    }
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setTrouble(s) {
      share = s;
    },
    setCut(c) {
      cut = c;
    },
    counts,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function forward(
  port: number,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  then: (status: number, type: string, reply: Buffer) => void,
): void {
  const headers = { ...incoming.headers, connection: 'close' };
  const up = request(
    { port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (c: Buffer) => chunks.push(c));
      response.on('end', () =>
        then(response.statusCode ?? 502, response.headers['content-type'] ?? '', Buffer.concat(chunks)),
      );
      response.on('error', () => outgoing.destroy());
    },
  );
  up.on('error', () => outgoing.destroy());
  up.end(body);
}
