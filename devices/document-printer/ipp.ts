import { fail, ok, type Result } from '../../contracts/result.ts';

/** The encoding of the Internet Printing Protocol (RFC 8010), as much of it as a print queue is asked. Pure. */
export const OPERATION = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

export const GROUP = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;
const TAG = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;
/** Text in any of RFC 8010's string syntaxes. */
const FIRST_STRING = 0x40;
const LAST_STRING = 0x5f;
const FIRST_VALUE = 0x10;

export type IppValue = number | boolean | string;
export interface IppAttribute {
  name: string;
  tag: keyof typeof TAG;
  values: readonly IppValue[];
}
export interface IppRequest {
  operation: (typeof OPERATION)[keyof typeof OPERATION];
  requestId: number;
  groups: readonly { group: 'operation' | 'job'; attributes: readonly IppAttribute[] }[];
}
export interface IppResponse {
  /** RFC 8011 §4.1.6: below 0x0100 it was done. */
  status: number;
  requestId: number;
  groups: { group: number; attributes: ReadonlyMap<string, readonly IppValue[]> }[];
}

/** The document follows these bytes. */
export function encodeRequest({ operation, requestId, groups }: IppRequest): Uint8Array {
  const parts: Buffer[] = [];
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(operation, 2);
  head.writeInt32BE(requestId, 4);
  parts.push(head);
  for (const { group, attributes } of groups) {
    parts.push(Buffer.of(GROUP[group]));
    for (const { name, tag, values } of attributes)
      for (const [n, value] of values.entries())
        parts.push(Buffer.of(TAG[tag]), sized(n === 0 ? name : ''), sizedValue(tag, value));
  }
  parts.push(Buffer.of(GROUP.end));
  return new Uint8Array(Buffer.concat(parts));
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function sizedValue(tag: keyof typeof TAG, value: IppValue): Buffer {
  if (tag === 'integer' || tag === 'enum') {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt16BE(4);
    bytes.writeInt32BE(Number(value), 2);
    return bytes;
  }
  return tag === 'boolean' ? Buffer.of(0, 1, value ? 1 : 0) : sized(String(value));
}

/** Refuses what is cut short or does not begin as a response; values of syntaxes not used here come out as ''. */
export function decodeResponse(bytes: Uint8Array): Result<IppResponse> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 9 || (data[0] !== 1 && data[0] !== 2)) return fail('device.garbled', 'no IPP response');
  const groups: IppResponse['groups'] = [];
  let attributes: Map<string, IppValue[]> | null = null;
  let values: IppValue[] | null = null;
  let at = 8;
  const take = (): Buffer | null => {
    if (at + 2 > data.length) return null;
    const size = data.readUInt16BE(at);
    if (at + 2 + size > data.length) return null;
    at += 2 + size;
    return data.subarray(at - size, at);
  };
  while (at < data.length) {
    const tag = data[at++] ?? 0;
    if (tag === GROUP.end)
      return ok({ status: data.readUInt16BE(2), requestId: data.readInt32BE(4), groups });
    if (tag < FIRST_VALUE) {
      attributes = new Map();
      values = null;
      groups.push({ group: tag, attributes });
      continue;
    }
    const name = take();
    const value = take();
    if (name === null || value === null || attributes === null) break;
    if (name.length > 0) {
      values = [];
      attributes.set(name.toString('utf8'), values);
    }
    values?.push(readValue(tag, value));
  }
  return fail('device.garbled', 'IPP response cut short');
}

function readValue(tag: number, value: Buffer): IppValue {
  if ((tag === TAG.integer || tag === TAG.enum) && value.length === 4) return value.readInt32BE(0);
  if (tag === TAG.boolean && value.length === 1) return value[0] === 1;
  return tag >= FIRST_STRING && tag <= LAST_STRING ? value.toString('utf8') : '';
}
