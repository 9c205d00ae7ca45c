/** How a sample film shall be. */
export interface SampleWebm {
  width?: number;
  height?: number;
  /** One block a second. */
  blocks?: number;
  /** A track of sound beside the pictures. */
  sound?: boolean;
  docType?: string;
  /** Segment and clusters say how long they are; a browser's recorder does not. */
  sized?: boolean;
}

/** A WebM film as a browser's recorder writes it, of blocks that hold no pictures. */
export function sampleWebm(o: SampleWebm = {}): Buffer {
  const { width = 1_280, height = 720, blocks = 3, sound = false, docType = 'webm', sized = false } = o;
  const track = (no: number, type: number, codec: string, ...more: Buffer[]) =>
    element('ae', number('d7', no), number('83', type), element('86', Buffer.from(codec)), ...more);
  const pictures = track(1, 1, 'V_VP8', element('e0', number('b0', width), number('ba', height)));
  const tracks = element('1654ae6b', pictures, ...(sound ? [track(2, 2, 'A_OPUS')] : []));
  const info = element('1549a966', number('2ad7b1', 1_000_000));
  const parts = (id: string, ...content: Buffer[]) =>
    sized ? element(id, ...content) : Buffer.concat([hex(id), hex('01ffffffffffffff'), ...content]);
  // A cluster of a second each: block times within a cluster have 16 bits.
  const clusters = Array.from({ length: blocks }, (_, i) =>
    parts('1f43b675', number('e7', i * 1_000), element('a3', hex('81000080'), Buffer.from('picture'))),
  );
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from(docType))),
    parts('18538067', info, tracks, ...clusters),
  ]);
}

const hex = (s: string): Buffer => Buffer.from(s, 'hex');

function element(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x1000_0000 + body.length);
  return Buffer.concat([hex(id), size, body]);
}

function number(id: string, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return element(id, bytes);
}
