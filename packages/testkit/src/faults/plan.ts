import { Random } from '@tallyboard/runtime/random';
import type { Fault, Plan, SeenRequest } from './fault.js';

export interface Aim {
  where(request: SeenRequest): boolean;
  /** The first one that is struck, counted from 1; default 1. */
  nth?: number;
  /** How many are struck; default 1. */
  times?: number;
  /** From then on every so many-th; default 1, each. With 2 the repetition of what was struck passes. */
  every?: number;
  fault: Fault;
}

/** Strikes what is aimed at and nothing else; the first aim that fits a request has it. */
export function aimed(...aims: Aim[]): Plan {
  const counts: number[] = [];
  return (request) => {
    for (const [index, { where, nth = 1, times = 1, every = 1, fault }] of aims.entries()) {
      if (!where(request)) continue;
      const count = (counts[index] ?? 0) + 1;
      counts[index] = count;
      const since = count - nth;
      if (since >= 0 && since % every === 0 && since / every < times) return fault;
    }
    return null;
  };
}

/** What a request is and what stands in it, for aims. */
export const isRequest =
  (name: string, facts: { client?: string; mentions?: string } = {}) =>
  (request: SeenRequest): boolean =>
    request.name === name &&
    (facts.client === undefined || request.client === facts.client) &&
    (facts.mentions === undefined || request.bytes.includes(facts.mentions));

/**
 * Strikes a share of all requests with one of `faults`. What happens to the n-th request of a kind depends on the seed,
 * the kind and n alone, so that the same seed does the same whatever else is under way.
 */
export function seeded(options: { seed: number; share: number; faults: readonly Fault[] }): Plan {
  const { seed, share, faults } = options;
  const counts = new Map<string, number>();
  return ({ client, name }) => {
    const kind = `${client} ${name}`;
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    const random = new Random(seed, kind, n);
    return random.chance(share) && faults.length > 0 ? random.pick(faults) : null;
  };
}
