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
 * Strikes every kind of request with every fault. Each kind has a deck of all faults, shuffled anew when it is through;
 * between two strikes of a kind up to 2 × `gap` requests of it pass, of its first ones fewer, so that rare kinds are
 * struck as well. What happens to the n-th request of a kind depends on the seed, the kind and n alone, so that the same
 * seed does the same whatever else is under way.
 */
export function decks(options: { seed: number; gap: number; faults: readonly Fault[] }): Plan {
  const { seed, gap, faults } = options;
  const kinds = new Map<string, { random: Random; deck: Fault[]; strikes: number; wait: number }>();
  return ({ client, name }) => {
    const key = `${client} ${name}`;
    const kind = kinds.get(key) ?? { random: new Random(seed, key), deck: [], strikes: 0, wait: 1 };
    kinds.set(key, kind);
    kind.wait -= 1;
    if (kind.wait >= 0) return null;
    if (kind.deck.length === 0) kind.deck = [...faults];
    kind.strikes += 1;
    kind.wait = 1 + Math.floor(kind.random.unit() * 2 * Math.min(gap, kind.strikes));
    return kind.deck.splice(Math.floor(kind.random.unit() * kind.deck.length), 1)[0]!;
  };
}
