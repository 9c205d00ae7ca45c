import { resolve } from 'node:path';
import { type HubConfig, hubConfig } from '../contracts/config.ts';
import { CannotStart } from './cannot-start.ts';

/** Environment variable of each setting. */
const VARIABLES: Readonly<Record<keyof HubConfig, string>> = {
  databaseUrl: 'DATABASE_URL',
  dataDir: 'HUB_DATA',
  host: 'HUB_HOST',
  port: 'HUB_PORT',
  publicUrl: 'HUB_PUBLIC_URL',
  demo: 'HUB_DEMO',
  demoLibrary: 'HUB_DEMO_LIBRARY',
  logLevel: 'LOG_LEVEL',
  behindProxy: 'HUB_BEHIND_PROXY',
  s3Url: 'S3_URL',
  clamavUrl: 'CLAMAV_URL',
};
const FLAGS: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

/** The hub's settings from its environment; an empty variable is none. Throws `CannotStart` with the variable's name. */
export function readConfig(env: NodeJS.ProcessEnv): HubConfig {
  const given = (key: keyof HubConfig): string | undefined => env[VARIABLES[key]] || undefined;
  const flag = (key: keyof HubConfig): unknown => {
    const text = given(key);
    return text === undefined ? undefined : (FLAGS[text.toLowerCase()] ?? text);
  };
  const port = given('port');
  const parsed = hubConfig.safeParse({
    databaseUrl: given('databaseUrl'),
    dataDir: resolve(given('dataDir') ?? 'data/hub'),
    host: given('host'),
    port: port === undefined ? undefined : Number(port),
    publicUrl: given('publicUrl'),
    demo: flag('demo'),
    demoLibrary: given('demoLibrary'),
    logLevel: given('logLevel'),
    behindProxy: flag('behindProxy'),
    s3Url: given('s3Url'),
    clamavUrl: given('clamavUrl'),
  });
  if (parsed.success) return parsed.data;
  const key = parsed.error.issues[0]?.path[0] as keyof HubConfig | undefined;
  throw new CannotStart(
    `${key === undefined ? 'the configuration' : VARIABLES[key]} is not valid; see platform/README.md`,
  );
}
