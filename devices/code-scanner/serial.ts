import { splitAim } from './aim.ts';
import type { ReadAnswer } from './answers.ts';
import { type Decoder, type Heard, isSame, isSuffix, MAX_CODE_BYTES, stripSuffix } from './protocol.ts';

/**
 * A serial scanner sends a code's bytes, and CR, LF, CR LF or TAB after them, or nothing. Codes themselves carry line
 * breaks and tabs (business cards, vehicle papers), so that a suffix ends a code only when silence follows it.
 */

/** Silence after a suffix that ends a code: six bytes’ time at 9,600 baud. The bytes of one code come without a pause. */
export const SUFFIX_GAP_MS = 6;
/** Silence that ends a code without a suffix. USB serial adapters hand over what they have every 16 ms; a busy bus doubles it. */
export const IDLE_GAP_MS = 100;
/** The same, where the last code had a suffix, or none came yet: on a very busy machine bytes may pause in a code. */
export const PATIENT_GAP_MS = 1_000;

/**
 * Codes by their gaps. `answer`: the exact bytes with which the scanner answers a command; they end what came before.
 */
export function createLineDecoder(answer: Uint8Array | null, readAnswer: ReadAnswer): Decoder {
  const buffer = new Uint8Array(MAX_CODE_BYTES + 2);
  let length = 0;
  let tooLong = false;
  /** The last code had a suffix; a scanner is meant to send one. */
  let hasSuffix = true;
  const whole = (): Heard[] => {
    const isSuffixed = isSuffix(buffer[length - 1]);
    const { aim, bytes } = splitAim(stripSuffix(buffer.subarray(0, length)));
    const code = Uint8Array.from(bytes);
    buffer.fill(0, 0, length);
    length = 0;
    if (code.length === 0) return [];
    if (code.length > MAX_CODE_BYTES) return [{ type: 'lost', code: 'code.tooLong' }];
    const read = readAnswer(code, aim);
    if (read !== null) return [{ type: 'answer', ...read }];
    hasSuffix = isSuffixed;
    return [{ type: 'code', bytes: code, aim }];
  };

  return {
    push(chunk) {
      const heard: Heard[] = [];
      for (const byte of chunk) {
        if (tooLong) break;
        if (length === buffer.length) {
          tooLong = true;
          buffer.fill(0);
          length = 0;
          heard.push({ type: 'lost', code: 'code.tooLong' });
          break;
        }
        buffer[length] = byte;
        length += 1;
        if (answer === null || byte !== answer.at(-1) || length < answer.length) continue;
        if (!isSame(buffer.subarray(length - answer.length, length), answer)) continue;
        length -= answer.length;
        heard.push(...whole(), { type: 'answer', accepted: true, text: null });
      }
      return heard;
    },
    silenceMs() {
      if (tooLong) return IDLE_GAP_MS;
      if (length === 0) return null;
      const isEnd = isSuffix(buffer[length - 1]) || readAnswer(buffer.subarray(0, length), null) !== null;
      if (isEnd) return SUFFIX_GAP_MS;
      return hasSuffix ? PATIENT_GAP_MS : IDLE_GAP_MS;
    },
    silence() {
      if (!tooLong) return whole();
      tooLong = false;
      return [];
    },
  };
}
