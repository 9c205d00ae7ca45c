import type { Answer, LinkState, PadLink } from '../client.ts';
import type { Terminal } from '../connectors.ts';

/** A line to a service that only tests and the gallery have: shows what it is told to, answers by `answer`. */
export function createFakeLink(
  first: LinkState,
  answer: (path: string, input: unknown) => Promise<Answer> = async () => ({ ok: true }),
  picture: (sha256: string) => Blob | null = () => null,
) {
  let state = first;
  const listeners = new Set<() => void>();
  const group = (name: string) =>
    new Proxy({}, { get: (_, call) => (input: unknown) => answer(`${name}.${String(call)}`, input) });
  const terminal = {
    pad: group('pad'),
    shell: group('shell'),
    maintenance: group('maintenance'),
    devices: group('devices'),
  } as Terminal;
  const line = { terminal, gone: new AbortController().signal, giveUp: () => undefined };
  const link: PadLink = {
    state: () => state,
    line: () => line,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (intention) => intention(terminal),
    asset: async (sha256) => picture(sha256),
    stop: () => listeners.clear(),
  };
  return {
    link,
    show(next: LinkState) {
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
