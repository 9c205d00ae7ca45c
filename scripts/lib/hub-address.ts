import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const LOOPBACK = '127.0.0.1';
/** Hosts that stand for every address of this machine. */
const EVERY = ['0.0.0.0', '::', '[::]'];

/**
 * The one address under which browsers and phones open the demonstration's hub (`HUB_PUBLIC_URL`): as given; else, where
 * the hub listens on the whole network (`HUB_HOST`), this machine's address in it; else this machine alone.
 */
export function publicUrlOf(env: NodeJS.ProcessEnv, interfaces: Interfaces, port: number): string {
  if (env.HUB_PUBLIC_URL) return env.HUB_PUBLIC_URL.replace(/\/+$/, '');
  const host = env.HUB_HOST || LOOPBACK;
  if (EVERY.includes(host)) return `http://${lanAddress(interfaces) ?? LOOPBACK}:${port}`;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

/** Where this machine's own terminals find it: what listens everywhere listens here too. */
export const nearUrlOf = (url: string): string =>
  url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])(?=[:/]|$)/, `http://${LOOPBACK}`);

const lanAddress = (interfaces: Interfaces): string | undefined =>
  Object.values(interfaces)
    .flatMap((all) => all ?? [])
    .find((one) => one.family === 'IPv4' && !one.internal)?.address;
