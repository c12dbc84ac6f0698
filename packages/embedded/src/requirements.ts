import { totalmem } from 'node:os';
import { jarsDir } from './kafka/jars.js';
import type { Requirement } from './requirements/requirement.js';
import { diskRequirement, memoryRequirement, portRequirement } from './requirements/room.js';
import {
  currentGlibc,
  javaRequirement,
  mavenRequirement,
  nodeRequirement,
  platformRequirement,
} from './requirements/software.js';

export type { Requirement };

/**
 * What the embedded stack needs, and what this machine has. Starts nothing and downloads nothing.
 *
 * @param options.dataDir where the data will be; without it, the disk of the cache is looked at.
 * @param options.ports those that the stack will listen on, with what each is for.
 */
export async function checkRequirements(
  options: { dataDir?: string; ports?: { use: string; port: number }[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Requirement[]> {
  const env = options.env ?? process.env;
  return Promise.all([
    nodeRequirement(process.versions.node),
    javaRequirement(env),
    mavenRequirement(env),
    platformRequirement(process.platform, process.arch, currentGlibc()),
    diskRequirement(options.dataDir ?? jarsDir(env)),
    memoryRequirement(availableMemory()),
    ...(options.ports ?? []).map(({ use, port }) => portRequirement(use, port)),
  ]);
}

/** In bytes. macOS counts its caches as used, so there only the machine's size says something. */
function availableMemory(): number {
  return process.platform === 'darwin' ? totalmem() : process.availableMemory();
}
