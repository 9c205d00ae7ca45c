import { RECORD_BYTES, type SealedReader } from './sealed-file.ts';

/** Records in memory ahead of the one that is sent. */
const DEPTH = 4;

/** Reads on while a record is on its way, so that the line never waits for the disk. */
export function readAhead(reader: SealedReader): SealedReader {
  const records = new Map<number, Promise<Buffer | null>>();
  const last = Math.ceil(reader.size / RECORD_BYTES) - 1;

  function begin(record: number): Promise<Buffer | null> {
    const reading = records.get(record) ?? reader.read(record * RECORD_BYTES);
    // Whoever asks for it hears of it.
    reading.catch(() => undefined);
    records.set(record, reading);
    return reading;
  }

  return {
    size: reader.size,
    async read(offset) {
      const record = Math.floor(offset / RECORD_BYTES);
      for (const held of records.keys()) if (held < record || held > record + DEPTH) records.delete(held);
      const reading = begin(record);
      for (let next = record + 1; next <= Math.min(last, record + DEPTH); next += 1) begin(next);
      return (await reading)?.subarray(offset - record * RECORD_BYTES) ?? null;
    },
    async close() {
      await Promise.allSettled(records.values());
      await reader.close();
    },
  };
}
