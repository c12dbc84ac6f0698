import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineConfig } from './config.js';

/**
 * Makes `dataDir` a data directory that the engine can open and returns the path of its configuration.
 *
 * `metadata/default.sql` is what a ClickHouse server writes when it first starts. `clickhouse local`
 * does not; and it starts the tasks that remove dropped tables only if `metadata` is there.
 */
export function prepareDataDir(dataDir: string): string {
  const metadata = join(dataDir, 'metadata');
  mkdirSync(metadata, { recursive: true });
  const defaultDatabase = join(metadata, 'default.sql');
  if (!existsSync(defaultDatabase)) {
    writeAtomically(defaultDatabase, `ATTACH DATABASE _ UUID '${randomUUID()}'\nENGINE = Atomic\n`);
  }
  const config = join(dataDir, 'embedded.xml');
  writeAtomically(config, engineConfig(config));
  return config;
}

/** Whole or not at all: another process may be starting on the same directory. */
function writeAtomically(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}
