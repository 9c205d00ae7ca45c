import { constants, readFileSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { codeOf } from '../cannot-start.ts';
import { syncFolder } from './files.ts';
import { createTurns, type Turns } from './turns.ts';

/**
 * Bytes on their way in, under the id of their upload: the bytes themselves, and for tus a file `<id>.offset` that says
 * how many of them are on disk for certain. It has two places that are written in turn, each with a number, so that a
 * torn write leaves the one before. Bytes behind that offset may be anything and are written over.
 */
const PLACE_BYTES = 64;
/** Written to the file at one time. */
const WRITE_BYTES = 512 * 1024;
/** A flush begins when so much has been written since the last. */
const FLUSH_BYTES = 2 * 1024 * 1024;
/** Come and not yet recorded: what a power cut costs at most. */
const UNRECORDED_BYTES = BLOB_CHUNK_BYTES;

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
 * Writes what comes from `offset` on. While more comes, what is written already is flushed and then recorded, again and
 * again; the last of it at the end, also at an end by an error. More than `UNRECORDED_BYTES` are never under way: what
 * comes waits. Flushes take their turn in `flushes`. Answers the new offset; an error of `source` is thrown on after that.
 */
export async function appendStaged(
  folder: string,
  id: string,
  offset: number,
  source: AsyncIterable<Uint8Array>,
  flushes: Turns = createTurns(1),
): Promise<number> {
  // The file may have been lost in a power cut before its first byte.
  const data = await open(stagedFile(folder, id), constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    const record = await openRecord(offsetFile(folder, id), offset);
    try {
      const writer = writerAt(data, offset);
      const keeper = keeperOf(writer, data, record, flushes);
      try {
        for await (const part of source) {
          await writer.add(part);
          await keeper.follow();
        }
      } finally {
        await keeper.finish();
      }
      return record.offset();
    } finally {
      await record.close();
    }
  } finally {
    await data.close();
  }
}

/** Gathers parts into larger writes, one of which is under way while the next is gathered. */
function writerAt(file: FileHandle, offset: number) {
  let at = offset;
  let written = offset;
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    await writing;
    if (bytes === 0) return;
    const end = at + bytes;
    writing = writeAll(file, parts, bytes, at).then(() => {
      written = end;
    });
    // Its failure is met by whoever waits for it next.
    writing.catch(() => undefined);
    at = end;
    [parts, bytes] = [[], 0];
  };
  return {
    /** Up to where bytes came. */
    added: () => at + bytes,
    /** Up to where they are in the file, though not for certain on disk. */
    written: () => written,
    async add(part: Uint8Array): Promise<void> {
      parts.push(part);
      bytes += part.length;
      if (bytes >= WRITE_BYTES) await write();
    },
    async writeAll(): Promise<void> {
      await write();
      await writing;
    },
  };
}

/** Flushes and records what a writer has written, one step at a time, beside the writing. */
function keeperOf(
  writer: ReturnType<typeof writerAt>,
  data: FileHandle,
  record: OffsetRecorder,
  flushes: Turns,
) {
  let keeping: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;

  /** After a flush that failed, one that succeeds says nothing about the bytes of the first: there is no other try. */
  async function keep(): Promise<void> {
    if (failure !== null) throw failure.error;
    if (writer.written() <= record.offset()) return;
    try {
      await flushes.take(async () => {
        const end = writer.written();
        await data.datasync();
        await record.write(end);
      });
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  function begin(): void {
    keeping = keep().finally(() => {
      keeping = null;
    });
    // Its failure is met by whoever waits for it next.
    keeping.catch(() => undefined);
  }

  return {
    /** To be called after each part; waits while too much of what came is not recorded. */
    async follow(): Promise<void> {
      for (;;) {
        if (failure !== null) throw failure.error;
        if (keeping === null && writer.written() - record.offset() >= FLUSH_BYTES) begin();
        if (writer.added() - record.offset() < UNRECORDED_BYTES) return;
        await (keeping ?? writer.writeAll());
      }
    },
    async finish(): Promise<void> {
      // Nothing is under way any more when the file is closed, whatever failed.
      await Promise.allSettled([keeping, writer.writeAll()]);
      await writer.writeAll();
      await keep();
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
async function openRecord(file: string, start: number): Promise<OffsetRecorder> {
  let { number } = lastRecord(file);
  let recorded = start;
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_DSYNC, 0o600);
  return {
    offset: () => recorded,
    async write(offset) {
      number += 1;
      await handle.write(recordText({ number, offset }), (number % 2) * PLACE_BYTES, 'latin1');
      recorded = offset;
    },
    close: () => handle.close(),
  };
}
interface OffsetRecorder {
  /** What is on disk for certain. */
  offset: () => number;
  write: (offset: number) => Promise<void>;
  close: () => Promise<void>;
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
