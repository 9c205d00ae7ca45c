import type { Command, Reply } from './codec.ts';
import { SAM_ID_BYTES } from './sam-id.ts';
import { SW3_FOUND, SW3_NONE, SW3_OK } from './sw3.ts';
import { TEXT_BYTES } from './text.ts';

const PHOTO_BYTES = 1_024;
const MOST_FINGERPRINT_BYTES = 1_024;
/** 70 bytes an address in public structures; the protocol's tables give no length [assumed: at most four and a bit]. */
export const ADDRESS_BYTES = 70;
const MOST_ADDRESS_BYTES = 320;
const SELECT_BYTES = 8;

/** SW3 and data of a success, by command. A success of another shape answers another command. */
const SUCCESS: Readonly<Record<Command, (reply: Reply) => boolean>> = {
  status: ({ sw3, data }) => sw3 === SW3_OK && data.length === 0,
  resetSam: ({ sw3, data }) => sw3 === SW3_OK && data.length === 0,
  samId: ({ sw3, data }) => sw3 === SW3_OK && data.length === SAM_ID_BYTES,
  find: ({ sw3, data }) => sw3 === SW3_FOUND && data.length === 4,
  select: ({ sw3, data }) => sw3 === SW3_OK && data.length === SELECT_BYTES,
  read: ({ sw3, data }) => sw3 === SW3_OK && splitRead(data, 2) !== null,
  readWithFingerprint: ({ sw3, data }) => sw3 === SW3_OK && splitRead(data, 3) !== null,
  newestAddress: ({ sw3, data }) =>
    (sw3 === SW3_NONE && data.length === 0) || (sw3 === SW3_OK && isAddress(data)),
};

const isAddress = ({ length }: Uint8Array): boolean =>
  length > 0 &&
  length <= MOST_ADDRESS_BYTES &&
  length % 2 === 0 &&
  length !== SELECT_BYTES &&
  length !== SAM_ID_BYTES;

export const isSuccess = (command: Command, reply: Reply): boolean => SUCCESS[command](reply);

/**
 * Whether a reply can be the answer to this command. A late or doubled answer to an earlier one shows by its shape: a
 * failure carries no data [assumed].
 */
export const answers = (command: Command, reply: Reply): boolean =>
  isSuccess(command, reply) || (reply.data.length === 0 && reply.sw3 !== SW3_OK && reply.sw3 !== SW3_FOUND);

export interface ReadParts {
  text: Uint8Array;
  /** WLT, 1024 bytes. */
  photo: Uint8Array;
  fingerprint: Uint8Array;
}

export const partsOf = (command: 'read' | 'readWithFingerprint', data: Uint8Array): ReadParts | null =>
  splitRead(data, command === 'read' ? 2 : 3);

/** Lengths (two bytes each, big-endian) of text, photo and, among three, fingerprints; then the parts themselves. */
function splitRead(data: Uint8Array, parts: 2 | 3): ReadParts | null {
  const lengthAt = (n: number) => ((data[2 * n] ?? 0) << 8) | (data[2 * n + 1] ?? 0);
  const [text, photo, fingerprint] = [lengthAt(0), lengthAt(1), parts === 3 ? lengthAt(2) : 0];
  const start = 2 * parts;
  if (text !== TEXT_BYTES || photo !== PHOTO_BYTES || fingerprint > MOST_FINGERPRINT_BYTES) return null;
  if (data.length !== start + text + photo + fingerprint) return null;
  return {
    text: data.subarray(start, start + text),
    photo: data.subarray(start + text, start + text + photo),
    fingerprint: data.subarray(start + text + photo),
  };
}
