import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { requireFreePort } from '../stack/free-port.js';
import type { Requirement } from './requirement.js';

const neededDiskGb = 2;
/** The whole idle stack stays below this. */
const neededMemoryGb = 1.6;

/** @param dir need not exist yet. */
export async function diskRequirement(dir: string): Promise<Requirement> {
  const freeGb = await freeDiskGb(resolve(dir));
  return {
    name: 'Disk',
    needed: `${neededDiskGb} GB free`,
    found: `${freeGb.toFixed(1)} GB free`,
    ok: freeGb >= neededDiskGb,
    hint: `Free some space on the disk that holds ${dir}, or choose another data directory.`,
  };
}

async function freeDiskGb(dir: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return (bavail * bsize) / 1e9;
  } catch (error) {
    if (dir === dirname(dir)) throw error;
    return freeDiskGb(dirname(dir));
  }
}

/** @param availableBytes what a new process could have, caches included. */
export function memoryRequirement(availableBytes: number): Requirement {
  const availableGb = availableBytes / 1e9;
  return {
    name: 'Memory',
    needed: `${neededMemoryGb} GB available`,
    found: `${availableGb.toFixed(1)} GB available`,
    ok: availableGb >= neededMemoryGb,
    hint: 'Close something large, or give the machine or container more memory.',
  };
}

/** @param use for example `Kafka`. */
export async function portRequirement(use: string, port: number): Promise<Requirement> {
  const free = await requireFreePort(use, '127.0.0.1', port).then(
    () => true,
    () => false,
  );
  return {
    name: `Port ${port}`,
    needed: `free, for ${use}`,
    found: free ? 'free' : 'taken',
    ok: free,
    hint: `Stop what listens on port ${port}, or choose another port for ${use}.`,
  };
}
