import { type LostCode, MAX_CODE_BYTES } from './protocol.ts';

/** One packet of a code. Packets of one code have the same `kind`; the last one has no `more`. */
export interface Part {
  kind: string;
  data: Uint8Array;
  more: boolean;
}

/** Joins the packets of a code: whole, or not at all. */
export interface Joiner {
  /** `lost`: what was dropped by this part; `whole`: the bytes that it completed. */
  add(part: Part): { lost: LostCode | null; whole: Uint8Array | null };
  /** A part was lost: the rest of its code, up to the part without `more`, is dropped. */
  spoil(): void;
  /** More parts are to come. */
  isWaiting(): boolean;
  /** They did not come in time. True when a code was dropped by it that nobody was told of. */
  giveUp(): boolean;
}

export function createJoiner(): Joiner {
  let parts: Uint8Array[] = [];
  let kind: string | null = null;
  let length = 0;
  let spoiled = false;

  function clear(): void {
    parts = [];
    kind = null;
    length = 0;
    spoiled = false;
  }

  return {
    add(part) {
      if (spoiled) {
        if (!part.more) clear();
        return { lost: null, whole: null };
      }
      const isOther = kind !== null && kind !== part.kind;
      if (isOther) clear();
      kind = part.kind;
      parts.push(part.data);
      length += part.data.length;
      if (length > MAX_CODE_BYTES) {
        clear();
        spoiled = part.more;
        return { lost: 'code.tooLong', whole: null };
      }
      const lost = isOther ? 'code.incomplete' : null;
      if (part.more) return { lost, whole: null };
      const whole = Buffer.concat(parts);
      clear();
      return { lost, whole };
    },
    spoil() {
      clear();
      spoiled = true;
    },
    isWaiting: () => spoiled || kind !== null,
    giveUp() {
      const wasHeld = kind !== null;
      clear();
      return wasHeld;
    },
  };
}
