import { decode, encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { groupKey } from '@tallyboard/domain/compare';
import { type Cell, createOracle } from '@tallyboard/domain/oracle';
import { factOf } from '@tallyboard/facts/facts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomHistory } from './history.js';
import { randomProducts } from './products.js';
import { randomRates } from './rates.js';

describe('a random history', () => {
  it('is the same for the same seed and another for another', () => {
    expect(randomHistory(7, 300)).toEqual(randomHistory(7, 300));
    expect(randomHistory(7, 300)).not.toEqual(randomHistory(8, 300));
    expect(randomHistory(7, 300)).toHaveLength(300);
  });

  it('fits the contracts and survives the codec', () => {
    for (const event of randomHistory(1, 2_000)) {
      expect(decode(encode(event))).toMatchObject({ ok: true, event });
    }
  });

  it('has every type of event and every measure of every fact', () => {
    const history = [...randomHistory(2, 6_000), ...randomProducts(2, 60), ...randomRates(2, 60)];
    expect(new Set(history.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
    const never = new Set<string>();
    const seen = new Set<string>();
    for (const { fact, measures } of cellsOf(history).values())
      for (const [name, value] of Object.entries(measures))
        (isZero(value) ? never : seen).add(`${fact}.${name}`);
    expect([...never].filter((measure) => !seen.has(measure))).toEqual([]);
  });
});

describe('the oracle', () => {
  it('gives identical cells for a history shuffled and with events said again', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 300 }),
        fc.infiniteStream(fc.nat()),
        (seed, size, dice) => {
          const history = randomHistory(seed, size);
          const again = history.filter(() => roll(dice, 4) === 0);
          const shuffled = shuffle([...history, ...again, ...again], dice);
          expect(cellsOf(shuffled)).toEqual(cellsOf(history));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has movements of recurring revenue that add up, at every instant and in every currency, to what it changes by', () => {
    const sums = new Map<string, bigint>();
    for (const { fact, tenant, bucket, dimensions, measures } of cellsOf(randomHistory(5, 4_000)).values()) {
      if (fact !== 'subscription') continue;
      const money = (name: string) => BigInt(String(measures[name]).replace('.', ''));
      const moved =
        money('new_mrr') +
        money('expansion_mrr') +
        money('won_back_mrr') -
        money('contraction_mrr') -
        money('churned_mrr');
      const key = JSON.stringify([tenant, bucket, dimensions.currency]);
      sums.set(key, (sums.get(key) ?? 0n) + money('mrr') - moved);
    }
    expect(sums.size).toBeGreaterThan(20);
    expect([...sums.values()].filter((difference) => difference !== 0n)).toEqual([]);
  });

  it('keeps tenants apart', () => {
    const history = randomHistory(3, 1_500);
    const whole = cellsOf(history);
    const apart = [...new Set(history.map(({ tenant }) => tenant))].flatMap((tenant) => [
      ...cellsOf(history.filter((event) => event.tenant === tenant)),
    ]);
    expect(new Map(apart)).toEqual(whole);
  });
});

function cellsOf(events: readonly CrmEvent[]): Map<string, Cell> {
  const oracle = createOracle();
  for (const event of events) {
    const decoded = decode(encode(event));
    if (!decoded.ok) throw new Error(decoded.reason);
    oracle.add(decoded.event, decoded.digest);
  }
  const cells = [...oracle.cells()];
  const byKey = new Map(cells.map((cell) => [`${cell.fact} ${groupKey(factOf(cell.fact), cell)}`, cell]));
  expect(byKey.size).toBe(cells.length);
  return byKey;
}

function isZero(value: Cell['measures'][string]): boolean {
  return typeof value === 'object' ? Object.keys(value).length === 0 : Number(value) === 0;
}

function roll(dice: fc.Stream<number>, sides: number): number {
  return dice.next().value! % sides;
}

function shuffle<T>(items: T[], dice: fc.Stream<number>): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = roll(dice, i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
