import { decode, encode } from '@tallyboard/contracts/codec';
import type { EventType } from '@tallyboard/contracts/events';
import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { examplesOf } from '@tallyboard/contracts/testing/examples';
import { check } from '@tallyboard/contracts/validate';
import { FACTS } from '@tallyboard/facts/facts';
import { describe, expect, it } from 'vitest';
import { type Cell, createOracle } from './oracle.js';

/** What a newcomer reads first must also be what the proof can read. */
describe('the examples beside the schemas', () => {
  it.each(EVENT_TYPES)('of %s are two or more, and the oracle takes them', (type) => {
    expect(examplesOf(type).length).toBeGreaterThanOrEqual(2);
    expect(() => cellsAfter([type])).not.toThrow();
  });

  it('give cells of every fact, and none of what can be removed once those removed are counted', () => {
    const withoutRemovals = EVENT_TYPES.filter((type) => !type.endsWith('.removed'));
    const factsOf = (cells: Cell[]) => [...new Set(cells.map(({ fact }) => fact))].sort();
    expect(factsOf(cellsAfter(withoutRemovals))).toEqual(FACTS.map(({ name }) => name).sort());
    expect(factsOf(cellsAfter(EVENT_TYPES))).toEqual([]);
  });
});

function cellsAfter(types: readonly EventType[]): Cell[] {
  const oracle = createOracle();
  for (const type of types)
    for (const example of examplesOf(type)) {
      const checked = check(type, example);
      if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
      const decoded = decode(encode(checked.event));
      if (!decoded.ok) throw new Error(decoded.reason);
      oracle.add(decoded.event, decoded.digest);
    }
  return [...oracle.cells()];
}
