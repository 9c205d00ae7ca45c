import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { type MessagePort as NodePort, parentPort, workerData } from 'node:worker_threads';

/**
 * Runs a module as Electron's utility process would: `process.parentPort`, arguments in `process.argv`, ports in the
 * shape of MessagePortMain (`on('message', ({ data, ports }))`).
 */
const { modulePath, args } = workerData as { modulePath: string; args: string[] };

class PortMain extends EventEmitter {
  private readonly native: NodePort;
  constructor(native: NodePort) {
    super();
    this.native = native;
    native.on('close', () => this.emit('close'));
  }
  start(): void {
    this.native.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(message: unknown): void {
    this.native.postMessage(message);
  }
  close(): void {
    this.native.close();
  }
}

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    parentPort?.postMessage(message);
  }
}

const port = new ParentPort();
Object.assign(process, { parentPort: port });
process.argv.push(...args);
await import(pathToFileURL(modulePath).href);
parentPort?.on('message', ({ message, ports }: { message: unknown; ports: NodePort[] }) => {
  port.emit('message', { data: message, ports: ports.map((native) => new PortMain(native)) });
});
