import { constants, readFileSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { codeOf } from '../cannot-start.ts';
import { syncFolder } from './files.ts';

/**
 * Bytes on their way in, under the id of their upload: the bytes themselves, and for tus a file `<id>.offset` that says
 * how many of them are on disk for certain. It has two places that are written in turn, each with a number, so that a
 * torn write leaves the one before. Bytes behind that offset may be anything and are written over.
 */
const PLACE_BYTES = 64;
/** Written to the file at one time. */
const WRITE_BYTES = 1024 * 1024;

export const stagedFile = (folder: string, id: string): string => join(folder, id);
const offsetFile = (folder: string, id: string): string => join(folder, `${id}.offset`);
/** A PUT that is still arriving. */
export const arrivingFile = (folder: string, id: string, attempt: string): string =>
  join(folder, `${id}.${attempt}.arriving`);

/** Makes the empty files of an upload; their names are durable. */
export async function createStaged(folder: string, id: string): Promise<void> {
  for (const file of [stagedFile(folder, id), offsetFile(folder, id)]) {
    const handle = await open(file, 'wx', 0o600);
    await handle.close();
  }
  await syncFolder(folder);
}

export async function removeStaged(folder: string, id: string): Promise<void> {
  await rm(stagedFile(folder, id), { force: true });
  await rm(offsetFile(folder, id), { force: true });
}

/** How many bytes of an upload are here for certain: what was recorded, as far as the file reaches. */
export function stagedOffset(folder: string, id: string): number {
  const size = statSync(stagedFile(folder, id), { throwIfNoEntry: false })?.size ?? 0;
  return Math.min(size, lastRecord(offsetFile(folder, id)).offset);
}

/**
 * Writes what comes from `offset` on; every 4 MiB and at the end, also at an end by an error, what is here is flushed
 * and then recorded. Answers the new offset; an error of `source` is thrown on after that.
 */
export async function appendStaged(
  folder: string,
  id: string,
  offset: number,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  // The file may have been lost in a power cut before its first byte.
  const data = await open(stagedFile(folder, id), constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    const writer = writerAt(data, offset);
    const record = recorder(offsetFile(folder, id), offset);
    try {
      for await (const part of source) {
        await writer.add(part);
        if (writer.added() - record.offset() >= BLOB_CHUNK_BYTES) await record.write(await writer.flush());
      }
    } finally {
      await record.write(await writer.flush());
    }
    return record.offset();
  } finally {
    await data.close();
  }
}

/** Gathers parts into larger writes, one of which is under way while the next is gathered. */
function writerAt(file: FileHandle, offset: number) {
  let at = offset;
  let flushed = offset;
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    await writing;
    if (bytes === 0) return;
    writing = writeAll(file, parts, bytes, at);
    // Its failure is met by whoever waits for it next.
    writing.catch(() => undefined);
    at += bytes;
    [parts, bytes] = [[], 0];
  };
  return {
    added: () => at + bytes,
    async add(part: Uint8Array): Promise<void> {
      parts.push(part);
      bytes += part.length;
      if (bytes >= WRITE_BYTES) await write();
    },
    /** Answers up to where it is on disk. */
    async flush(): Promise<number> {
      await write();
      await writing;
      if (at > flushed) await file.datasync();
      flushed = at;
      return at;
    },
  };
}

async function writeAll(file: FileHandle, parts: Uint8Array[], length: number, at: number): Promise<void> {
  const { bytesWritten } = await file.writev(parts, at);
  if (bytesWritten === length) return;
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  for (let done = 0; done < rest.length; )
    done += (await file.write(rest, done, rest.length - done, at + bytesWritten + done)).bytesWritten;
}

/** Keeps the offset of an upload, on disk (O_DSYNC) each time before it goes on. */
function recorder(file: string, start: number) {
  let { number } = lastRecord(file);
  let recorded = start;
  return {
    offset: () => recorded,
    async write(offset: number): Promise<void> {
      if (offset === recorded) return;
      number += 1;
      const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_DSYNC, 0o600);
      try {
        await handle.write(recordText({ number, offset }), (number % 2) * PLACE_BYTES, 'latin1');
      } finally {
        await handle.close();
      }
      recorded = offset;
    },
  };
}

interface OffsetRecord {
  /** The how-manieth it is. */
  number: number;
  offset: number;
}

function lastRecord(file: string): OffsetRecord {
  const text = readText(file);
  const records = [0, 1].map((place) =>
    parseRecord(text.slice(place * PLACE_BYTES, (place + 1) * PLACE_BYTES)),
  );
  return records.reduce<OffsetRecord>((last, r) => (r !== null && r.number > last.number ? r : last), {
    number: 0,
    offset: 0,
  });
}
function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return '';
    throw e;
  }
}

/** `<number> <offset> <CRC-32 of the two, hexadecimal>`, filled up with spaces. */
function recordText({ number, offset }: OffsetRecord): string {
  const facts = `${number} ${offset}`;
  return `${facts} ${crc32(facts).toString(16)}`.padEnd(PLACE_BYTES - 1).concat('\n');
}

function parseRecord(text: string): OffsetRecord | null {
  const [, number = '', offset = '', sum] = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{1,8}) *\n$/.exec(text) ?? [];
  if (sum === undefined || crc32(`${number} ${offset}`).toString(16) !== sum) return null;
  return { number: Number(number), offset: Number(offset) };
}

/** A PUT that is here whole takes its place among the staged; the caller has flushed the file. */
export async function placeStaged(folder: string, id: string, arrived: string): Promise<void> {
  const target = stagedFile(folder, id);
  await rename(arrived, target);
  await syncFolder(dirname(target));
}
