/**
 * What a WebM film (RFC 9559, Matroska; RFC 8794, EBML) says of itself, read from its bytes without decoding. As a
 * browser's MediaRecorder writes it: one Segment of unknown length, clusters, simple blocks.
 */
export interface WebmFacts {
  /** Of the first picture track, px. */
  width: number;
  height: number;
  /** Any track that is not a picture: sound, subtitles. */
  hasOtherTracks: boolean;
  /** Time of the last block, ms from the beginning. */
  durationMs: number;
  /** Where the film ends; what follows belongs to something else. null: it is cut off in the middle of a part. */
  end: number | null;
}

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const VIDEO = 0xe0;
const PIXEL_WIDTH = 0xb0;
const PIXEL_HEIGHT = 0xba;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
/** What else may stand in a segment or a cluster: seek head, cues, tags, void, CRC-32, position, previous size. */
const PASSED = new Set([0x114d9b74, 0x1c53bb6b, 0x1254c367, 0xec, 0xbf, 0xa7, 0xab]);
const PICTURE = 1;
/** Nanoseconds of a tick where the film does not say (RFC 9559, 5.1.2.9). */
const DEFAULT_SCALE = 1_000_000;

interface Element {
  id: number;
  /** Where its content begins. */
  from: number;
  /** Where it ends; null: its length is unknown, it ends with what contains it. */
  to: number | null;
}

/** null: not a WebM film. */
export function readWebm(bytes: Uint8Array): WebmFacts | null {
  const head = elementAt(bytes, 0);
  if (head?.id !== EBML || head.to === null || head.to > bytes.length) return null;
  const docType = childrenOf(bytes, head).find((e) => e.id === DOC_TYPE);
  if (docType === undefined || textOf(bytes, docType) !== 'webm') return null;
  const segment = elementAt(bytes, head.to);
  if (segment?.id !== SEGMENT) return null;

  const limit = segment.to ?? bytes.length;
  let tracks: { type: number; width: number; height: number }[] = [];
  let scale = DEFAULT_SCALE;
  let clusterTicks = 0;
  let lastTicks = 0;
  let end: number | null = limit > bytes.length ? null : limit;
  let at = segment.from;
  while (at < Math.min(limit, bytes.length)) {
    const id = idAt(bytes, at);
    if (id === null || !isKnown(id)) {
      // An id whose end is missing was cut off; anything else does not belong here.
      const isCutOff = id === null && at + MAX_ID_BYTES > bytes.length && bytes[at] !== 0;
      end = isCutOff ? null : segment.to === null ? at : end;
      break;
    }
    const element = elementAt(bytes, at);
    if (element?.id === CLUSTER) {
      at = element.from;
      continue;
    }
    if (element === null || element.to === null || element.to > bytes.length) {
      end = null;
      break;
    }
    if (element.id === TRACKS) tracks = tracksOf(bytes, element);
    else if (element.id === INFO) scale = scaleOf(bytes, element);
    else if (element.id === TIMESTAMP) clusterTicks = numberOf(bytes, element);
    else {
      const block = blockOf(bytes, element);
      if (block !== null) lastTicks = Math.max(lastTicks, clusterTicks + ticksOf(bytes, block));
    }
    at = element.to;
  }
  const picture = tracks.find((t) => t.type === PICTURE);
  if (picture === undefined || picture.width === 0 || picture.height === 0) return null;
  return {
    width: picture.width,
    height: picture.height,
    hasOtherTracks: tracks.some((t) => t.type !== PICTURE),
    durationMs: Math.round((lastTicks * scale) / 1_000_000),
    end,
  };
}

const isKnown = (id: number): boolean =>
  id === CLUSTER ||
  id === TRACKS ||
  id === INFO ||
  id === TIMESTAMP ||
  id === SIMPLE_BLOCK ||
  id === BLOCK_GROUP ||
  PASSED.has(id);

const MAX_ID_BYTES = 4;

/** An element's id with its marker; null: none begins here, or it is cut off. */
function idAt(bytes: Uint8Array, at: number): number | null {
  const id = vint(bytes, at, MAX_ID_BYTES);
  return id === null ? null : id.value + 2 ** (7 * id.length);
}

/** null: no element begins here, or its head is cut off. */
function elementAt(bytes: Uint8Array, at: number): Element | null {
  const id = vint(bytes, at, MAX_ID_BYTES);
  if (id === null) return null;
  const size = vint(bytes, at + id.length, 8);
  if (size === null) return null;
  const from = at + id.length + size.length;
  // A size of ones alone means: unknown (RFC 8794, 6.2).
  const isUnknown = size.value === 2 ** (7 * size.length) - 1;
  return {
    id: id.value + 2 ** (7 * id.length),
    from,
    to: isUnknown ? null : from + size.value,
  };
}

/** A number whose first byte tells its length by its leading zeros, without that marker; null: cut off or too long. */
function vint(bytes: Uint8Array, at: number, longest: number): { value: number; length: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (length > longest || at + length > bytes.length) return null;
  let value = first - (0x80 >> (length - 1));
  for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, length };
}

/** Of an element that is whole. */
function childrenOf(bytes: Uint8Array, parent: Element): Element[] {
  const found: Element[] = [];
  const limit = parent.to ?? bytes.length;
  for (let at = parent.from; at < limit; ) {
    const child = elementAt(bytes, at);
    if (child === null || child.to === null || child.to > limit) break;
    found.push(child);
    at = child.to;
  }
  return found;
}

function tracksOf(bytes: Uint8Array, tracks: Element) {
  return childrenOf(bytes, tracks)
    .filter((e) => e.id === TRACK_ENTRY)
    .map((entry) => {
      const parts = childrenOf(bytes, entry);
      const video = parts.find((e) => e.id === VIDEO);
      const sizes = video === undefined ? [] : childrenOf(bytes, video);
      const numberIn = (among: Element[], id: number): number => {
        const element = among.find((e) => e.id === id);
        return element === undefined ? 0 : numberOf(bytes, element);
      };
      return {
        type: numberIn(parts, TRACK_TYPE),
        width: numberIn(sizes, PIXEL_WIDTH),
        height: numberIn(sizes, PIXEL_HEIGHT),
      };
    });
}

function scaleOf(bytes: Uint8Array, info: Element): number {
  const scale = childrenOf(bytes, info).find((e) => e.id === TIMESTAMP_SCALE);
  return scale === undefined ? DEFAULT_SCALE : numberOf(bytes, scale);
}

function blockOf(bytes: Uint8Array, element: Element): Element | null {
  if (element.id === SIMPLE_BLOCK) return element;
  if (element.id !== BLOCK_GROUP) return null;
  return childrenOf(bytes, element).find((e) => e.id === BLOCK) ?? null;
}

/** Ticks of a block from its cluster's timestamp: two bytes with a sign behind the track's number (RFC 9559, 10.1). */
function ticksOf(bytes: Uint8Array, block: Element): number {
  const track = vint(bytes, block.from, 8);
  if (track === null) return 0;
  const at = block.from + track.length;
  const ticks = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return ticks >= 0x8000 ? ticks - 0x10000 : ticks;
}

/** An unsigned number of at most eight bytes. */
function numberOf(bytes: Uint8Array, { from, to }: Element): number {
  let value = 0;
  for (let at = from; at < Math.min(to ?? from, from + 8); at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

const textOf = (bytes: Uint8Array, { from, to }: Element): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to ?? from, from + 16))).replaceAll('\0', '');
