import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineConfig } from './config.js';
import type { Access } from './users.js';

/**
 * Makes `dataDir` a data directory that the engine can open, readable by its owner alone, and returns the path
 * of its configuration.
 *
 * `metadata/default.sql` is what a ClickHouse server writes when it first starts. `clickhouse local`
 * does not; and it starts the tasks that remove dropped tables only if `metadata` is there.
 */
export function prepareDataDir(
  dataDir: string,
  options: { access: Access; nativePort?: number | undefined },
): string {
  const metadata = join(dataDir, 'metadata');
  mkdirSync(metadata, { recursive: true });
  chmodSync(dataDir, 0o700);
  const defaultDatabase = join(metadata, 'default.sql');
  if (!existsSync(defaultDatabase)) {
    writeAtomically(defaultDatabase, `ATTACH DATABASE _ UUID '${randomUUID()}'\nENGINE = Atomic\n`);
  }
  const config = join(dataDir, 'embedded.xml');
  writeAtomically(config, engineConfig({ path: config, dataDir, ...options }));
  return config;
}

/** Whole or not at all: another process may be starting on the same directory. */
function writeAtomically(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}
