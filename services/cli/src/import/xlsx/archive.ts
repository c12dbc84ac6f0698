import type { Readable } from 'node:stream';
import { Failure } from '@tallyboard/runtime/failure';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** The files in a zip archive, each read as a stream. */
export interface Archive {
  has(name: string): boolean;
  /** What the archive says of its size unpacked; reading more than that is an error. */
  sizeOf(name: string): number;
  read(name: string): Promise<Readable>;
  close(): void;
}

/** A table of a million rows of text has less; an archive of zeros has any size. */
export const MOST_UNPACKED_BYTES = 2_147_483_648;
const MOST_ENTRIES = 10_000;

/** `name` is how the file is called for people. */
export async function openArchive(
  path: string,
  name: string,
  mostBytes = MOST_UNPACKED_BYTES,
): Promise<Archive> {
  const broken = (error: unknown) => {
    throw new Failure(`${name} is not a whole workbook: ${(error as Error).message}.`, { cause: error });
  };
  const zip: ZipFile = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(broken);
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > MOST_ENTRIES)
      throw new Failure(`${name} has ${zip.entryCount} files in it, which no workbook has.`);
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const unpacked = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (unpacked > mostBytes)
      throw new Failure(
        `${name} would be ${Math.round(unpacked / 1_048_576).toLocaleString('en')} MB unpacked, and at most ${Math.round(mostBytes / 1_048_576).toLocaleString('en')} are read: save the sheet as CSV and import that.`,
      );
  } catch (error) {
    zip.close();
    if (error instanceof Failure) throw error;
    return broken(error);
  }
  return {
    has: (file) => entries.has(file),
    sizeOf: (file) => entries.get(file)?.uncompressedSize ?? 0,
    async read(file) {
      const entry = entries.get(file);
      if (!entry) return broken(new Error(`it has no ${file}`));
      return zip.openReadStreamPromise(entry);
    },
    close: () => zip.close(),
  };
}
