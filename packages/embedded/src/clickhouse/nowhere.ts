import { mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Moves the process into an empty directory, and returns what removes it under its feet.
 *
 * `clickhouse local` lets everyone read every file by the function `file()`, which no grant governs and which
 * says that a path is relative to the working directory. It asks for that directory first, whatever the path:
 * when there is none, it fails, and so does all else that opens files by a path of the caller's. The engine
 * itself wants a working directory only while it starts; its own paths are absolute.
 */
export function standNowhere(dataDir: string): () => void {
  const nowhere = mkdtempSync(join(dataDir, 'nowhere-'));
  process.chdir(nowhere);
  return () => rmdirSync(nowhere);
}
