import { EventEmitter } from 'node:events';
import type { FromService, ToService } from '../../contracts/shell.ts';
import type { ServiceProcess } from '../objects.ts';
import type { FakePortMain } from './worker-process.ts';

/** A service process whose every move the test decides; for tests on a virtual clock. */
export class StubService extends EventEmitter implements ServiceProcess {
  readonly pid = undefined;
  readonly modulePath: string;
  readonly args: string[];
  readonly received: { message: ToService; ports: number }[] = [];
  obeysShutdown = true;
  alive = true;

  constructor(modulePath: string, args: string[]) {
    super();
    this.modulePath = modulePath;
    this.args = args;
  }
  says(message: FromService | object): void {
    this.emit('message', message);
  }
  exits(code: number): void {
    if (!this.alive) return;
    this.alive = false;
    this.emit('exit', code);
  }
  postMessage(message: ToService, ports: FakePortMain[] = []): void {
    this.received.push({ message, ports: ports.length });
    for (const port of ports) port.close();
    if (message.type === 'shutdown' && this.obeysShutdown) this.exits(0);
  }
  kill(): boolean {
    this.exits(137);
    return true;
  }
}
