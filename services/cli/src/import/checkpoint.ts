import { createHash } from 'node:crypto';
import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '@tallyboard/runtime/failure';
import { z } from 'zod';
import { type Intake, NOTHING } from './intake.js';
import { holds, type RejectsMark } from './rejects.js';

/** How far an import of a file is: up to there every line is settled. */
export interface Checkpoint {
  /** Epoch ms: the version of its events, which those to come must have, too. */
  asOf: number;
  intake: Intake;
  /** The rejects file then. */
  rejects: RejectsMark;
}

/** Keeps how far each file of an import is, so that the same import goes on after an interruption. */
export interface Checkpoints {
  /** Where the same import of this file was interrupted; null: nowhere. */
  of(path: string): Checkpoint | null;
  /** From now on this. It is written at once for the first time, and then every second. */
  note(path: string, checkpoint: Checkpoint): void;
  /** Writes what was noted last. */
  save(): void;
  /** The import is through: nothing is kept of it. */
  clear(): void;
}

/** Where the checkpoint of a file is kept, and whether it is one of the same import. */
export interface Kept {
  /** The checkpoint. */
  at: string;
  rejects: string;
  /** Anything by which one import differs from another: its content, by what mapping, for whom. */
  identity: unknown;
}

const SAVE_EVERY_MS = 1_000;

interface CheckpointOptions {
  /** Null: this file is a pipe, and cannot be read again from the middle. */
  keptFor(path: string): Kept | null;
  /** Told once, when it cannot be written. */
  onTrouble(why: string): void;
  /** Ms of a clock that nobody sets. */
  now?: () => number;
}

export function createCheckpoints({
  keptFor,
  onTrouble,
  now = () => performance.now(),
}: CheckpointOptions): Checkpoints {
  /** A file is what it was when it was first asked for, whatever becomes of it meanwhile. */
  const places = new Map<string, Kept | null>();
  const placeOf = (path: string): Kept | null => {
    const known = places.get(path);
    if (known !== undefined) return known;
    const kept = keptFor(path);
    places.set(path, kept);
    return kept;
  };
  const noted = new Map<string, { kept: Kept; checkpoint: Checkpoint }>();
  let savedAt = Number.NEGATIVE_INFINITY;
  let isTrouble = false;
  const save = () => {
    savedAt = now();
    try {
      for (const { kept, checkpoint } of noted.values()) if (!isTrouble) write(kept, checkpoint);
    } catch (error) {
      isTrouble = true;
      onTrouble(
        `Interrupted, this import would begin anew: how far it is cannot be written (${(error as Error).message}).`,
      );
    }
  };
  return {
    of(path) {
      const kept = placeOf(path);
      return kept && read(kept);
    },
    note(path, checkpoint) {
      const kept = placeOf(path);
      if (!kept) return;
      noted.set(path, { kept, checkpoint });
      // Of a file without settled lines nothing is lost but its version, which the others tell.
      if (checkpoint.intake.lines > 0 && now() - savedAt >= SAVE_EVERY_MS) save();
    },
    save() {
      if (savedAt !== Number.NEGATIVE_INFINITY) save();
    },
    clear() {
      for (const { kept } of noted.values()) rmSync(kept.at, { force: true });
      noted.clear();
    },
  };
}

const FORMAT = 'tally-import-1';
const text = z.string().nullable();
const stored = z.object({
  format: z.literal(FORMAT),
  import: z.unknown(),
  as_of: z.number(),
  intake: z.object({
    lines: z.number(),
    passed: z.number(),
    rejected: z.number(),
    events: z.record(z.string(), z.number()),
    first: text,
    last: text,
    reasons: z.array(z.object({ reason: z.string(), line: z.number(), lines: z.number() })),
  }),
  rejects: z.object({ bytes: z.number(), sha256: z.string() }),
});

function read({ at, rejects, identity }: Kept): Checkpoint | null {
  const found = storedAt(at);
  if (!found || !isDeepStrictEqual(found.import, JSON.parse(JSON.stringify(identity)))) return null;
  const checkpoint = { asOf: found.as_of, intake: found.intake as Intake, rejects: found.rejects };
  // Rejected lines that somebody has mended or removed are not lost: they are read again.
  return holds(rejects, found.rejects) ? checkpoint : { ...checkpoint, intake: NOTHING, rejects: NO_REJECTS };
}

export const NO_REJECTS: RejectsMark = { bytes: 0, sha256: createHash('sha256').digest('hex') };

function storedAt(at: string): z.infer<typeof stored> | null {
  let json: string;
  try {
    json = readFileSync(at, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw isNone(at);
  }
  try {
    return stored.parse(JSON.parse(json));
  } catch {
    throw isNone(at);
  }
}

const isNone = (at: string) =>
  new Failure(
    `${at} is not what an import keeps there to go on by: move it away, or say with --rejects another directory.`,
  );

/** All of it or nothing, whenever the process ends; a name that begins with a dot is no file of a folder that is imported. */
function write({ at, identity }: Kept, { asOf, intake, rejects }: Checkpoint): void {
  const fresh = join(dirname(at), `.${basename(at)}.${process.pid}`);
  const kept = { format: FORMAT, import: identity, as_of: asOf, intake, rejects };
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(kept, null, 2)}\n`, { flag: 'wx' });
  renameSync(fresh, at);
}

const END = 65_536;

/** By which the content of a file is known again: its size, when it was changed, a hash of both its ends. Null: it is no file. */
export function contentOf(path: string): { size: number; modified: number; ends: string } | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  const file = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    const end = Buffer.alloc(END);
    for (const from of [0, Math.max(0, stat.size - END)])
      hash.update(end.subarray(0, readSync(file, end, 0, END, from)));
    return { size: stat.size, modified: stat.mtimeMs, ends: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}
