import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { deviceStatus, deviceSummary, selfTest } from './devices.ts';
import { durationMs, shortId, uuid } from './primitives.ts';
import { speechState } from './speech.ts';
import { answer, done } from './terminal-answer.ts';

/** The maintenance screen (维护界面) on the terminal: every call names the session that a PIN or a badge opened. */
const inMaintenance = z.object({ sessionId: uuid });
const ofDevice = inMaintenance.extend({ deviceId: shortId });

export const maintenanceStatus = z.object({
  revision: z.number().int().min(0),
  terminalId: z.string(),
  app: z.string().max(40),
  online: z.boolean(),
  queue: z.object({ ready: z.number().int().min(0), dead: z.number().int().min(0) }),
  devices: z.array(deviceStatus),
  /** Live speech of the audio mode; null: this terminal has none to make. */
  speech: speechState.nullable(),
  /** Until the session ends without a touch. */
  leftMs: durationMs,
});
export type MaintenanceStatus = z.infer<typeof maintenanceStatus>;

/** What a scan of the ports found, for declaring a device: never personal data. */
export const foundPort = z.object({
  type: z.enum(['serial', 'hid', 'escl', 'sane', 'queue']),
  /** What goes into the declaration's port. */
  port: z.record(z.string(), z.union([z.string(), z.number()])),
  label: z.string().max(200),
  /** The device that already uses it. */
  usedBy: shortId.nullable(),
});
export type FoundPort = z.infer<typeof foundPort>;

export const maintenanceContract = {
  /** Staff prove themselves by PIN, or by a badge held to the code scanner within 15 s. Wrong ones are counted and locked out. */
  enter: oc
    .input(
      z.discriminatedUnion('by', [
        z.object({ by: z.literal('pin'), pin: z.string().regex(/^\d{4,12}$/) }),
        z.object({ by: z.literal('badge') }),
      ]),
    )
    .output(answer(inMaintenance)),
  /** The present status, then every change; ends with the session. */
  watch: oc.input(inMaintenance).output(eventIterator(maintenanceStatus)),
  touch: oc.input(inMaintenance).output(done),
  selfTest: oc.input(ofDevice).output(answer(selfTest)),
  recalibrate: oc.input(ofDevice).output(done),
  setEnabled: oc.input(ofDevice.extend({ enabled: z.boolean() })).output(done),
  /** Byte recorder of one device; it stops by itself after ten minutes or 5 MB. */
  record: oc.input(ofDevice.extend({ on: z.boolean() })).output(done),
  testPage: oc.input(ofDevice).output(done),
  discover: oc.input(inMaintenance).output(answer(z.array(foundPort).max(200))),
  /** Writes the bundle to a USB stick, or to the data directory when there is none; answers where. */
  exportDiagnostics: oc
    .input(inMaintenance)
    .output(answer(z.object({ path: z.string(), removable: z.boolean() }))),
  leave: oc.input(inMaintenance).output(done),
};

export const devicesContract = {
  /** What any screen may know of the devices: at once, then every change. */
  watch: oc.output(eventIterator(z.array(deviceSummary))),
  /** The screens' own devices tell how they are. */
  pageReport: oc
    .input(
      z.object({
        deviceId: shortId,
        state: z.enum(['ok', 'missing', 'fault']),
        code: z.string().max(60).nullable(),
      }),
    )
    .output(done),
  /** What a scanner that types has typed. */
  wedge: oc.input(z.object({ text: z.string().min(1).max(4_000) })).output(done),
};
