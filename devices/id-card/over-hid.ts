import type { ByteChannel } from '../channel/types.ts';

/**
 * USB readers of the HID kind carry the same frames in reports (seen: 10C4:0007).
 * [assumed] Reports without a number, of 64 bytes, the last one of a frame filled up with zeros.
 */
const REPORT_ID = 0;
const REPORT_BYTES = 64;

/** The bytes of the frames over a channel of reports; alike on the reader's end and on ours. */
export function overHid(reports: ByteChannel): ByteChannel {
  return {
    ...reports,
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += REPORT_BYTES) {
        const report = new Uint8Array(1 + REPORT_BYTES);
        report[0] = REPORT_ID;
        report.set(bytes.subarray(at, at + REPORT_BYTES), 1);
        const written = await reports.write(report);
        if (!written.ok) return written;
      }
      return { ok: true, value: null };
    },
    onData: (listener) => reports.onData((report) => listener(report.subarray(1))),
  };
}
