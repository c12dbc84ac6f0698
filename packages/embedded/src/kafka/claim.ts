import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './identity.js';

/** What a claim file says, as JSON: the process that claimed, and the broker that it started, if any. */
export interface ClaimHolder {
  owner: ProcessIdentity;
  broker?: ProcessIdentity;
}

export interface Claim {
  /** Remembers the broker, so that whoever comes after a crash of the owner can stop it. */
  nameBroker(pid: number): void;
  release(): void;
}

/** Takes the claim file at `path` for this process, or says who holds it. Never waits. */
export function claim(path: string): Claim | { heldBy: ClaimHolder } {
  const owner = identify(process.pid) as ProcessIdentity;
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ owner } satisfies ClaimHolder));
  try {
    linkSync(mine, path);
  } catch (error) {
    const heldBy = readHolder(path);
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (heldBy) return { heldBy };
    return claim(path);
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    nameBroker(pid) {
      const broker = identify(pid);
      if (!broker) return;
      writeFileSync(mine, JSON.stringify({ owner, broker } satisfies ClaimHolder));
      renameSync(mine, path);
    },
    release: () => rmSync(path, { force: true }),
  };
}

/** Whether the holder still uses what it claimed: it lives, and so does its broker if it named one. */
export function isHeld(holder: ClaimHolder): boolean {
  return isAlive(holder.owner) && (holder.broker === undefined || isAlive(holder.broker));
}

/** Undefined when the file has just gone, or is not a claim (then it is removed). */
function readHolder(path: string): ClaimHolder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<ClaimHolder>;
    if (typeof holder.owner?.pid === 'number') return holder as ClaimHolder;
  } catch {
    // Gone, or not JSON: a claim is linked whole, so this is no claim.
  }
  rmSync(path, { force: true });
  return undefined;
}
