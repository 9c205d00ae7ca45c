import { type FromService, fromService } from '../contracts/shell.ts';
import { PORT_CHANNEL } from '../contracts/shell-port.ts';
import type { Contents, ElectronObjects, ServiceProcess } from './objects.ts';
import type { Child, ChildReports } from './supervisor.ts';

/** The terminal service in Electron's utility process: adapts it to the supervisor and hands out lines to it. */
export interface ServiceHost {
  /** For the supervisor. */
  spawn(reports: ChildReports): Child;
  /** Gives a loaded page a fresh line to the running service. False when no service is running or the page is gone. */
  connect(contents: Contents): boolean;
}

export interface ServiceHostOptions {
  utilityProcess: ElectronObjects['utilityProcess'];
  MessageChannelMain: ElectronObjects['MessageChannelMain'];
  /** Absolute path of the built service. */
  modulePath: string;
  /** Absolute path of `terminal.json`. */
  configPath: string;
  onMessage: (message: FromService) => void;
  /** A message that is none of the contract's. */
  onBadMessage: () => void;
}

export function serviceHost(options: ServiceHostOptions): ServiceHost {
  let running: ServiceProcess | null = null;

  return {
    spawn(reports) {
      const service = options.utilityProcess.fork(options.modulePath, ['--config', options.configPath], {
        serviceName: 'hall-terminal service',
        stdio: 'inherit',
      });
      service.on('message', (raw) => {
        const parsed = fromService.safeParse(raw);
        if (!parsed.success) return options.onBadMessage();
        if (parsed.data.type === 'ready') {
          running = service;
          reports.ready();
        } else reports.alive();
        options.onMessage(parsed.data);
      });
      service.on('exit', (code) => {
        if (running === service) running = null;
        reports.exited(code);
      });
      return {
        requestStop: () => service.postMessage({ type: 'shutdown' }),
        kill: () => killHard(service),
      };
    },

    connect(contents) {
      if (running === null || contents.isDestroyed()) return false;
      const { port1, port2 } = new options.MessageChannelMain();
      running.postMessage({ type: 'connect' }, [port1]);
      contents.postMessage(PORT_CHANNEL, null, [port2]);
      return true;
    },
  };
}

/** `UtilityProcess.kill` sends SIGTERM, which a hung process may ignore: SIGKILL by pid, where there still is one. */
function killHard(service: ServiceProcess): void {
  const { pid } = service;
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone: its exit is on the way.
  }
  service.kill();
}
