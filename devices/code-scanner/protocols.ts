import type { DeclarationOf } from '../../contracts/devices.ts';
import { honeywellAnswer, honeywellVersion, SETTING_ACCEPTED, settingAnswer } from './answers.ts';
import { createHidDecoder, HONEYWELL, NEWLAND, outputReport } from './hid-pos.ts';
import { ascii, type ScannerProtocol } from './protocol.ts';
import { createLineDecoder } from './serial.ts';
import { createSsiDecoder, hostPacket, OPCODE, SETUP } from './ssi.ts';

export type ScannerDriver = DeclarationOf<'codeScanner'>['driver'];

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const nothing = (): null => null;

/** Honeywell menu command: SYN M CR, the command, a full stop. */
const HONEYWELL_REVISION = ascii('\x16M\rREVINF.');
/** SYN T CR and SYN U CR. */
const HONEYWELL_ON = hex('16 54 0D');
const HONEYWELL_OFF = hex('16 55 0D');
/**
 * Honeywell's commands travel on HID in output report 0xFD: length, command.
 * [assumed] from a public capture of a Voyager 1602g; Honeywell does not publish it.
 */
const HONEYWELL_OUTPUT = 0xfd;
/** Newland's output report for commands: length, command. */
const NEWLAND_OUTPUT = 0x04;

/** Settings zone 0x0002 := 1 starts and 0 stops a read; `AB CD` stands for the CRC. Stop [assumed] from public host programs. */
const GM65_ON = hex('7E 00 08 01 00 02 01 AB CD');
const GM65_OFF = hex('7E 00 08 01 00 02 00 AB CD');
/** The same zone on Newland's engines, as Newland publishes it for the FM30: 1 starts, 2 stops; CRC-16/XMODEM. */
const NEWLAND_ON = hex('7E 00 08 01 00 02 01 02 DA');
const NEWLAND_OFF = hex('7E 00 08 01 00 02 02 32 B9');

export const PROTOCOLS: Readonly<Record<Exclude<ScannerDriver, 'wedge'>, ScannerProtocol>> = {
  hidHoneywell: {
    source: 'hid',
    decoder: () => createHidDecoder(HONEYWELL, honeywellAnswer),
    feature: Uint8Array.of(254, 0x01),
    setup: [],
    on: outputReport(HONEYWELL_OUTPUT, HONEYWELL_ON),
    off: outputReport(HONEYWELL_OUTPUT, HONEYWELL_OFF),
    answers: false,
    revision: outputReport(HONEYWELL_OUTPUT, HONEYWELL_REVISION),
    version: honeywellVersion,
  },
  hidNewland: {
    source: 'hid',
    decoder: () => createHidDecoder(NEWLAND, settingAnswer),
    feature: null,
    setup: [],
    on: outputReport(NEWLAND_OUTPUT, NEWLAND_ON),
    off: outputReport(NEWLAND_OUTPUT, NEWLAND_OFF),
    answers: true,
    revision: null,
    version: nothing,
  },
  serialHoneywell: {
    source: 'serial',
    decoder: () => createLineDecoder(null, honeywellAnswer),
    feature: null,
    setup: [],
    on: HONEYWELL_ON,
    off: HONEYWELL_OFF,
    answers: false,
    revision: HONEYWELL_REVISION,
    version: honeywellVersion,
  },
  serialGm65: {
    source: 'serial',
    decoder: () => createLineDecoder(SETTING_ACCEPTED, nothing),
    feature: null,
    setup: [],
    on: GM65_ON,
    off: GM65_OFF,
    answers: true,
    revision: null,
    version: nothing,
  },
  serialSsi: {
    source: 'serial',
    decoder: createSsiDecoder,
    feature: null,
    setup: [SETUP],
    on: hostPacket(OPCODE.startSession),
    off: hostPacket(OPCODE.stopSession),
    answers: true,
    revision: hostPacket(OPCODE.askRevision),
    version: (text) => text.split(' ')[0]?.slice(0, 40) || null,
  },
};
