import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort as NodePort, Worker } from 'node:worker_threads';
import type { ToService } from '../../contracts/shell.ts';
import type { Port, ServiceProcess } from '../objects.ts';

/** Electron's utility process and message ports played by worker threads: real threads, real ports, real crashes. */

/** MessagePortMain in the main process. `native` is what is transferred. */
export class FakePortMain implements Port {
  readonly native: MessagePort;
  constructor(native: NodePort) {
    // Node's port has the whole interface of the DOM's.
    this.native = native as unknown as MessagePort;
  }
  close(): void {
    this.native.close();
  }
}

export class FakeMessageChannelMain {
  readonly port1: FakePortMain;
  readonly port2: FakePortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePortMain(port1);
    this.port2 = new FakePortMain(port2);
  }
}

class WorkerProcess extends EventEmitter implements ServiceProcess {
  /** A thread has no pid: the shell then uses `kill`. */
  readonly pid = undefined;
  private readonly worker: Worker;

  constructor(modulePath: string, args: string[]) {
    super();
    this.worker = new Worker(new URL('./utility-worker.ts', import.meta.url), {
      workerData: { modulePath, args },
      execArgv: [],
    });
    this.worker.on('message', (message: unknown) => this.emit('message', message));
    // An uncaught error in the worker: its exit follows.
    this.worker.on('error', () => undefined);
    this.worker.on('exit', (code) => this.emit('exit', code));
  }
  postMessage(message: ToService, ports: FakePortMain[] = []): void {
    const natives = ports.map((port) => port.native);
    this.worker.postMessage({ message, ports: natives }, natives as unknown as NodePort[]);
  }
  kill(): boolean {
    void this.worker.terminate();
    return true;
  }
}

export const forkWorker = (modulePath: string, args: string[]): ServiceProcess =>
  new WorkerProcess(modulePath, args);
