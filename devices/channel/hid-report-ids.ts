import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** HID Point of Sale page: HID POS scanners number their reports (2 code, 4 output, 254 feature). */
const POS_USAGE_PAGE = 0x8c;
const LONG_ITEM = 0xfe;
/** Global item `Report ID`: tag 8, type 1; the two low bits are the size. Device Class Definition for HID 1.11, 6.2.2.7. */
const REPORT_ID = 0x84;

/**
 * Whether the device's reports begin with their id on the wire. On Linux its report descriptor decides; elsewhere
 * nothing tells, and only POS scanners are taken to number them [assumed].
 */
export async function numbersReports(
  device: { path?: string | undefined; usagePage?: number | undefined },
  sys = '/sys',
): Promise<boolean> {
  const name = basename(device.path ?? '');
  const file = join(sys, 'class/hidraw', name, 'device/report_descriptor');
  const descriptor = name.startsWith('hidraw') ? await readFile(file).catch(() => null) : null;
  return descriptor === null ? device.usagePage === POS_USAGE_PAGE : hasReportIds(descriptor);
}

/** Walks the items of a report descriptor; what is cut off at its end is ignored. */
export function hasReportIds(descriptor: Uint8Array): boolean {
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] ?? 0;
    if ((prefix & 0xfc) === REPORT_ID) return true;
    if (prefix === LONG_ITEM) at += 3 + (descriptor[at + 1] ?? 0);
    else at += 1 + ([0, 1, 2, 4][prefix & 3] ?? 0);
  }
  return false;
}
