import { z } from 'zod';
import { deviceDeclaration } from './devices.ts';
import { PAD_PANEL } from './panel.ts';
import { locale, terminalId } from './primitives.ts';

/** What a terminal is told before it knows a hub: `terminal.json` in its data directory. Everything else comes from the hub. */
export const panel = z.object({
  /** Pixels of the screen as the page sees them (CSS pixels). */
  widthPx: z.number().int().min(320).max(8192),
  heightPx: z.number().int().min(320).max(8192),
  /** Diagonal in inches: with the pixels it gives the density, and so `--mm`. */
  diagonalInch: z.number().min(5).max(100),
});
export { PAD_PANEL, type Panel, pxPerMm } from './panel.ts';

export const terminalConfig = z.strictObject({
  terminalId,
  role: z.enum(['pad', 'kiosk']),
  hubUrl: z.url({ protocol: /^https?$/ }),
  panel: panel.default(PAD_PANEL),
  locale: locale.default('zh-CN'),
  /** Browser host: where the service listens. Loopback unless told otherwise. */
  host: z.string().min(1).max(100).default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(7410),
  /** scrypt of the staff PIN that leaves the kiosk (`npm run terminal:pin` prints it); absent = no exit by PIN. */
  staffPin: z
    .string()
    .regex(/^scrypt\$[0-9a-f]{32}\$[0-9a-f]{64}$/)
    .optional(),
  /** scrypt of the codes on staff badges that open the maintenance screen (`npm run terminal:pin -- --badge` prints one). */
  staffBadges: z
    .array(z.string().regex(/^scrypt\$[0-9a-f]{32}\$[0-9a-f]{64}$/))
    .max(50)
    .default([]),
  /** The peripherals of this terminal; each id is used once. */
  devices: z
    .array(deviceDeclaration)
    .max(20)
    .refine((all) => new Set(all.map((d) => d.id)).size === all.length, {
      message: 'two devices have the same id',
    })
    .default([]),
  /** Allow the pad's camera for scanning a receipt. */
  camera: z.boolean().default(true),
  /** Code for the first contact with the hub; used once. */
  enrolmentCode: z.string().min(8).max(100).optional(),
});
export type TerminalConfig = z.infer<typeof terminalConfig>;

/** Hub settings: environment variables, read and checked once at start. */
export const hubConfig = z.object({
  /** postgres:// URL; absent = the embedded PostgreSQL under `dataDir`. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  dataDir: z.string().min(1),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(7400),
  /** Where browsers reach the hub, for Origin checks; default http://<host>:<port>. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Fill an empty database with the demonstration hall. */
  demo: z.boolean().default(false),
  /** With `demo`: where the simulated e-certificate library is. */
  demoLibrary: z.url({ protocol: /^https?$/ }).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Behind a TLS-terminating proxy: trust X-Forwarded-* and mark cookies Secure. */
  behindProxy: z.boolean().default(false),
  /** s3://<key>:<secret>@<host>[:<port>]/<bucket>?region=…&tls=0|1; absent = blobs on disk under `dataDir`. */
  s3Url: z
    .string()
    .regex(/^s3:\/\//)
    .optional(),
  /** tcp://<host>:<port> or unix:<path> of a clamd; absent = blobs are not scanned for viruses. */
  clamavUrl: z
    .string()
    .regex(/^(tcp:\/\/|unix:)/)
    .optional(),
});
export type HubConfig = z.infer<typeof hubConfig>;
