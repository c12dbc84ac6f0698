import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedFailure } from '../stack/failure.js';
import { type Claim, claim, isHeld } from './claim.js';
import { isAlive, type ProcessIdentity } from './identity.js';

/** What the broker keeps in its data directory. */
export function layout(dataDir: string) {
  return {
    claim: join(dataDir, 'claim.json'),
    properties: join(dataDir, 'server.properties'),
    log4j: join(dataDir, 'log4j2.properties'),
    /** The broker's own log, not to be confused with the topics' logs. */
    brokerLog: join(dataDir, 'broker.log'),
    /** Topics and metadata; written by Kafka alone. */
    topics: join(dataDir, 'topics'),
  };
}

/**
 * Makes the directory and takes it for this process. A broker that outlived the process which started it is
 * stopped first. Rejects with an EmbeddedFailure when the directory cannot be written or is in use.
 */
export async function claimDataDir(dataDir: string, log: (line: string) => void): Promise<Claim> {
  makeWritable(dataDir);
  const path = layout(dataDir).claim;
  for (;;) {
    const taken = claim(path);
    if ('release' in taken) return taken;
    const { owner, broker } = taken.heldBy;
    if (isHeld(taken.heldBy)) {
      throw new EmbeddedFailure(
        `The data directory ${dataDir} is in use by the Kafka of process ${owner.pid}: stop that one, or choose another directory.`,
      );
    }
    if (broker && isAlive(broker)) {
      log(`Stopping the Kafka (process ${broker.pid}) that process ${owner.pid} left behind…`);
      await end(broker);
    }
    rmSync(path, { force: true });
  }
}

function makeWritable(dataDir: string): void {
  // Its setting is a list of directories, separated by commas, and nothing escapes one.
  if (dataDir.includes(','))
    throw new EmbeddedFailure(
      `The data directory ${dataDir} has a comma in its name, which Kafka cannot use: choose another directory.`,
    );
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new EmbeddedFailure(
      `The data directory ${dataDir} cannot be written (${(cause as NodeJS.ErrnoException).code}): make it writable for this user, or choose another.`,
      { cause },
    );
  }
}

async function end(known: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (isAlive(known)) process.kill(known.pid, signal);
    for (let waits = 0; waits < 100 && isAlive(known); waits += 1) await sleep(100);
  }
}
