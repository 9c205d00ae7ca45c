import { z } from 'zod';
import { durationMs, epochMs, shortId } from './primitives.ts';

/** The peripherals of a terminal (外设): how one is declared, and what is known of it. */

export const deviceClass = z.enum([
  /** 身份证阅读器 */
  'idCardReader',
  /** 二维码/条码扫描器 */
  'codeScanner',
  /** 平板或馈纸扫描仪 */
  'documentScanner',
  /** 高拍仪: a UVC camera that the screens open themselves. */
  'camera',
  /** 凭条打印机 */
  'receiptPrinter',
  /** A4 文档打印机 */
  'documentPrinter',
]);
export type DeviceClass = z.infer<typeof deviceClass>;

const usbId = z
  .string()
  .regex(/^[0-9a-fA-F]{4}$/)
  .transform((id) => id.toLowerCase());
const path = z.string().min(1).max(300);

/** Where a device is connected. */
export const devicePort = z.discriminatedUnion('type', [
  /** A serial port: by its path (`/dev/ttyUSB0`, `COM3`), or by USB identity, so that it may change its socket. */
  z.strictObject({
    type: z.literal('serial'),
    path: path.optional(),
    usb: z
      .strictObject({
        vendorId: usbId,
        productId: usbId,
        serialNumber: z.string().min(1).max(100).optional(),
      })
      .optional(),
    baudRate: z.number().int().min(1_200).max(3_000_000).default(115_200),
  }),
  z.strictObject({
    type: z.literal('hid'),
    vendorId: usbId,
    productId: usbId,
    serialNumber: z.string().min(1).max(100).optional(),
    /** Top-level collection, where a device has several: usage page and usage. */
    usagePage: z.number().int().min(0).max(0xffff).optional(),
    usage: z.number().int().min(0).max(0xffff).optional(),
  }),
  z.strictObject({
    type: z.literal('tcp'),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
  }),
  /** A character device that takes bytes, such as `/dev/usb/lp0`. */
  z.strictObject({ type: z.literal('file'), path }),
  /** eSCL: root of the scanner, such as `http://192.168.1.20/eSCL`. */
  z.strictObject({ type: z.literal('http'), url: z.url({ protocol: /^https?$/ }).max(300) }),
  /** A device name of SANE, such as `test:0`. */
  z.strictObject({ type: z.literal('sane'), device: z.string().regex(/^[\w.:/ -]{1,200}$/) }),
  /** A queue of the system's print service. */
  z.strictObject({ type: z.literal('queue'), name: z.string().regex(/^[\w.+ -]{1,127}$/) }),
  /** The screens reach it themselves: a camera, a scanner that types. `match`: part of the camera's label. */
  z.strictObject({ type: z.literal('page'), match: z.string().min(1).max(100).optional() }),
]);
export type DevicePort = z.infer<typeof devicePort>;

const common = {
  id: shortId,
  port: devicePort,
  /** Without a required device the flows that need it are not offered. */
  required: z.boolean().default(true),
  /** A simulator stands in the device's place; every screen says so. */
  simulated: z.boolean().default(false),
};

const anyDeclaration = z.discriminatedUnion('class', [
  z.strictObject({
    ...common,
    class: z.literal('idCardReader'),
    driver: z.literal('sdt'),
    /** Read the fingerprint template too; it is never kept. */
    fingerprint: z.boolean().default(false),
  }),
  z.strictObject({
    ...common,
    class: z.literal('codeScanner'),
    driver: z.enum(['hidHoneywell', 'hidNewland', 'serialHoneywell', 'serialGm65', 'serialSsi', 'wedge']),
  }),
  z.strictObject({
    ...common,
    class: z.literal('documentScanner'),
    driver: z.enum(['escl', 'sane']),
  }),
  z.strictObject({ ...common, class: z.literal('camera'), driver: z.literal('uvc') }),
  z.strictObject({
    ...common,
    class: z.literal('receiptPrinter'),
    driver: z.literal('escpos'),
    /** Printable dots across: 384 on 58 mm paper, 576 on 80 mm. */
    dots: z.union([z.literal(384), z.literal(576)]).default(576),
    /** Chinese by the printer's own GB18030 font, or drawn by us where it has none. */
    chinese: z.enum(['gb18030', 'raster']).default('gb18030'),
    cutter: z.boolean().default(true),
  }),
  z.strictObject({
    ...common,
    class: z.literal('documentPrinter'),
    driver: z.literal('queue'),
    duplex: z.boolean().default(false),
  }),
]);

/** Where a device of each driver can be connected. */
const PORTS: Readonly<Record<z.infer<typeof anyDeclaration>['driver'], readonly DevicePort['type'][]>> = {
  sdt: ['serial', 'hid', 'tcp'],
  hidHoneywell: ['hid'],
  hidNewland: ['hid'],
  serialHoneywell: ['serial', 'tcp'],
  serialGm65: ['serial', 'tcp'],
  serialSsi: ['serial', 'tcp'],
  wedge: ['page'],
  escl: ['http'],
  sane: ['sane'],
  uvc: ['page'],
  escpos: ['serial', 'tcp', 'file'],
  queue: ['queue'],
};
export const deviceDeclaration = anyDeclaration.refine((d) => PORTS[d.driver].includes(d.port.type), {
  path: ['port', 'type'],
  message: 'the driver has no such port',
});
export type DeviceDeclaration = z.infer<typeof deviceDeclaration>;
export type DeclarationOf<C extends DeviceClass> = Extract<DeviceDeclaration, { class: C }>;

/** `missing` not found or unplugged · `degraded` works, with a warning in `code` · `off` switched off by a technician. */
export const deviceState = z.enum(['ok', 'degraded', 'missing', 'fault', 'off']);
export type DeviceState = z.infer<typeof deviceState>;

const text = z.string().max(200);
export const deviceIdentity = z.object({
  vendor: text.nullable(),
  product: text.nullable(),
  serialNumber: text.nullable(),
  firmware: text.nullable(),
  /** The port as it was found, such as `/dev/ttyUSB0`. */
  port: text.nullable(),
});
export type DeviceIdentity = z.infer<typeof deviceIdentity>;

/** What a driver says of its device. `code` is of `errors.ts` and tells why the state is not `ok`. */
export const deviceReport = z.object({
  state: deviceState,
  code: z.string().max(60).nullable(),
  identity: deviceIdentity,
  stats: z.object({
    /** Finished jobs: cards read, codes scanned, pages scanned, slips printed. */
    done: z.number().int().min(0),
    errors: z.number().int().min(0),
    /** How long the last finished job took, ms; null before the first. */
    lastMs: durationMs.nullable(),
    /** Longest of the last 100 jobs, ms. */
    worstMs: durationMs.nullable(),
  }),
  /** Newest first, without personal data. */
  lastErrors: z.array(z.object({ at: epochMs, code: z.string().max(60), detail: text.nullable() })).max(20),
});
export type DeviceReport = z.infer<typeof deviceReport>;

/** One step of a self-test (自检). */
export const selfTestStep = z.object({
  /** i18n key under `maintenance.json` › `test`, such as `idCard.samId`. */
  name: z.string().max(60),
  ok: z.boolean(),
  code: z.string().max(60).nullable(),
  /** For technicians: a version, a status byte, a count. Without personal data. */
  detail: text.nullable(),
  ms: durationMs,
});
export const selfTest = z.object({ ok: z.boolean(), at: epochMs, steps: z.array(selfTestStep).max(30) });
export type SelfTest = z.infer<typeof selfTest>;

/** One device as the maintenance screen shows it. */
export const deviceStatus = deviceReport.extend({
  id: shortId,
  class: deviceClass,
  driver: z.string().max(40),
  required: z.boolean(),
  simulated: z.boolean(),
  /** What a technician may ask of it. */
  can: z.object({ recalibrate: z.boolean(), testPage: z.boolean(), record: z.boolean() }),
  /** Its bytes are being written to a file. */
  recording: z.boolean(),
  lastTest: selfTest.nullable(),
});
export type DeviceStatus = z.infer<typeof deviceStatus>;

/** One device as any screen may know it. */
export const deviceSummary = z.object({
  id: shortId,
  class: deviceClass,
  required: z.boolean(),
  simulated: z.boolean(),
  state: deviceState,
  code: z.string().max(60).nullable(),
});
export type DeviceSummary = z.infer<typeof deviceSummary>;
