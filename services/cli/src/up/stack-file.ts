import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the stack of a data directory listens, and as whom its ClickHouse is used: settings of the commands. */
export type StackSettings = Record<string, string>;

const pathIn = (dataDir: string): string => join(dataDir, 'stack.json');

/** Kept for its owner alone: it holds the password of ClickHouse, which stays the same from start to start. */
export function writeStack(dataDir: string, settings: StackSettings): void {
  const path = pathIn(dataDir);
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Null when no stack has been started in that directory. */
export function readStack(dataDir: string): StackSettings | null {
  try {
    const read: unknown = JSON.parse(readFileSync(pathIn(dataDir), 'utf8'));
    if (typeof read !== 'object' || read === null) return null;
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return null;
  }
}
