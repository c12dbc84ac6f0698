import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Records in a temporary file, by slice: what does not fit into memory at once is read back slice by slice. */
export interface Spill {
  readonly slices: number;
  add(slice: number, record: Buffer): void;
  /** The records of a slice in the order in which they were added. Each is valid until the next one is asked for. */
  records(slice: number): IterableIterator<Buffer>;
  close(): void;
}

/** What a slice gathers before it is written. */
const CHUNK = 64 * 1024;
const LENGTH = 4;

interface Slice {
  /** Where its chunks lie in the file. */
  chunks: { at: number; bytes: number }[];
  pending: Buffer[];
  pendingBytes: number;
}

/** The file has no name once it is open, so that nothing stays behind however the process ends. */
export function createSpill(slices: number, dir: string = tmpdir()): Spill {
  const own = mkdtempSync(join(dir, 'tally-verify-'));
  const file = openSync(join(own, 'spill'), 'w+', 0o600);
  rmSync(own, { recursive: true });
  const all = Array.from({ length: slices }, (): Slice => ({ chunks: [], pending: [], pendingBytes: 0 }));
  let end = 0;

  const flush = (slice: Slice) => {
    if (slice.pendingBytes === 0) return;
    const chunk = Buffer.concat(slice.pending, slice.pendingBytes);
    for (let written = 0; written < chunk.length; )
      written += writeSync(file, chunk, written, chunk.length - written, end + written);
    slice.chunks.push({ at: end, bytes: chunk.length });
    end += chunk.length;
    slice.pending = [];
    slice.pendingBytes = 0;
  };
  return {
    slices,
    add(index, record) {
      const slice = all[index]!;
      const length = Buffer.allocUnsafe(LENGTH);
      length.writeUInt32LE(record.length);
      slice.pending.push(length, record);
      slice.pendingBytes += LENGTH + record.length;
      if (slice.pendingBytes >= CHUNK) flush(slice);
    },
    *records(index) {
      const slice = all[index]!;
      flush(slice);
      for (const { at, bytes } of slice.chunks) {
        const chunk = Buffer.allocUnsafe(bytes);
        for (let read = 0; read < bytes; ) {
          const got = readSync(file, chunk, read, bytes - read, at + read);
          if (got === 0) throw new Error('a temporary file is shorter than what was written into it');
          read += got;
        }
        for (let from = 0; from < bytes; ) {
          const length = chunk.readUInt32LE(from);
          yield chunk.subarray(from + LENGTH, from + LENGTH + length);
          from += LENGTH + length;
        }
      }
    },
    close: () => closeSync(file),
  };
}
