import { readdirSync, readFileSync } from 'node:fs';
import { decode, encode } from '@tallyboard/contracts/codec';
import { EVENT_TYPES } from '@tallyboard/contracts/registry';
import { check } from '@tallyboard/contracts/validate';
import { describe, expect, it } from 'vitest';
import { createOracle } from './oracle.js';

const root = new URL('../../../schemas/events/', import.meta.url);

/** What a newcomer reads first must also be what the proof can read. */
describe('the examples beside the schemas', () => {
  it.each(EVENT_TYPES)('of %s are taken by the oracle', (type) => {
    const [entity, name] = type.split('.');
    const examples = JSON.parse(readFileSync(new URL(`${entity}/examples/${name}.json`, root), 'utf8'));
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) expect(() => cellsOf([[type, example]])).not.toThrow();
  });

  it('give cells of every fact together', () => {
    const all = EVENT_TYPES.flatMap((type) => {
      const [entity, name] = type.split('.');
      const file = new URL(`${entity}/examples/${name}.json`, root);
      return JSON.parse(readFileSync(file, 'utf8')).map((example: object) => [type, example]);
    });
    const facts = new Set(cellsOf(all).map(({ fact }) => fact));
    expect(facts).toEqual(new Set(['call', 'deal', 'ticket', 'survey', 'customer']));
    expect(readdirSync(root)).toHaveLength(7);
  });
});

function cellsOf(examples: [string, Record<string, unknown>][]) {
  const oracle = createOracle();
  for (const [type, data] of examples) {
    const checked = check(type, data);
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const decoded = decode(encode(checked.event));
    if (!decoded.ok) throw new Error(decoded.reason);
    oracle.add(decoded.event, decoded.digest);
  }
  return [...oracle.cells()];
}
