import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** What is to happen to a connection that carries part of an upload. */
export interface Cut {
  /** Bytes of the client that still pass. */
  after: number;
  /** `request`: cut there · `answer`: the request passes whole, and its answer is lost. */
  lose: 'request' | 'answer';
}

export interface CuttingProxy {
  url: string;
  /** Cuts that are still to come, in order; each takes one connection. */
  cuts: Cut[];
  /** Bytes of the client that reached the hub. */
  passed(): number;
  /** Requests, roughly: connections and answers. */
  connections(): number;
  close(): Promise<void>;
}

/** A line that breaks: TCP between a client and the hub. */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const cuts: Cut[] = [];
  const open = new Set<Socket>();
  let passed = 0;
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const hub = connect({ host: hostname, port: Number(port) });
    const cut = cuts.shift();
    let left = cut?.after ?? Number.POSITIVE_INFINITY;
    const end = (): void => {
      client.destroy();
      hub.destroy();
    };
    for (const socket of [client, hub]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (part) => {
      const some = cut?.lose === 'request' ? part.subarray(0, left) : part;
      left -= part.length;
      passed += some.length;
      if (some.length === part.length) hub.write(some);
      // What passed has to arrive before the cut.
      else hub.write(some, end);
    });
    hub.on('data', (part) => {
      if (cut?.lose === 'answer' && left <= 0) end();
      else client.write(part);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts,
    passed: () => passed,
    connections: () => connections,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of open) socket.destroy();
      }),
  };
}
