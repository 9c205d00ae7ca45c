import { type DestinationStream, type Logger, pino } from 'pino';
import type { HubConfig } from '../../contracts/config.ts';
import { redactObject, redactText } from '../../contracts/redact.ts';

/** The hub's log: one JSON line per event on stderr, `msg` being the event's name. Everything passes the redactor. */
export function createLog(level: HubConfig['logLevel'], to: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (line) => redactObject(line) },
      // Errors are described by the redactor alone.
      serializers: { err: (e: unknown) => e },
      hooks: {
        logMethod(args, method) {
          const safe = args.map((a) => (typeof a === 'string' ? redactText(a) : a));
          method.apply(this, safe as typeof args);
        },
      },
    },
    to,
  );
}
