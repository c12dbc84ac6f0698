import { readFile, rename, writeFile } from 'node:fs/promises';
import { Failure } from '@tallyboard/runtime/failure';

/** How far a company has been told; all instants in epoch ms. */
export interface Progress {
  seed: number;
  size: number;
  /** When it was started for the first time: some stories hang on it. Null where that was not yet written down. */
  firstStartMs: number | null;
  /** Where its history begins. */
  historyFromMs: number;
  /** What the company does of itself is sent up to here. */
  sentToMs: number;
  /** The rush: its first story, and up to where it is sent; null before the first. */
  rush: { storiesFromMs: number; sentToMs: number } | null;
}

/** What was remembered of the company of this seed and size; null when nothing was. */
export async function loadProgress(path: string, seed: number, size: number): Promise<Progress | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusable(path, 'cannot be read', error);
  }
  let known: unknown;
  try {
    known = JSON.parse(text);
  } catch (error) {
    throw unusable(path, 'is not JSON', error);
  }
  const progress = { size: 1, firstStartMs: null, ...(known as object) };
  if (!isProgress(progress)) throw unusable(path, 'holds something else', undefined);
  return progress.seed === seed && progress.size === size ? progress : null;
}

/** Replaces the file in one step, so that a crash leaves the old or the new. */
export async function saveProgress(path: string, progress: Progress): Promise<void> {
  try {
    await writeFile(`${path}.new`, `${JSON.stringify(progress)}\n`);
    await rename(`${path}.new`, path);
  } catch (error) {
    throw new Failure(
      `The simulator cannot write ${path} (${(error as NodeJS.ErrnoException).code}): set TALLY_SIMULATOR_STATE to a file in a folder it may write to.`,
      { cause: error },
    );
  }
}

function isProgress(value: object): value is Progress {
  const { seed, size, firstStartMs, historyFromMs, sentToMs, rush } = value as Progress;
  const numbers = [seed, size, firstStartMs ?? 0, historyFromMs, sentToMs];
  if (rush) numbers.push(rush.storiesFromMs, rush.sentToMs);
  return numbers.every((number) => Number.isFinite(number)) && (rush === null || typeof rush === 'object');
}

function unusable(path: string, why: string, cause: unknown): Failure {
  return new Failure(
    `The file ${path} (TALLY_SIMULATOR_STATE) ${why}: delete it, and the simulator sends its history again, which changes no number but those of the stories that hang on its first start.`,
    { cause },
  );
}
