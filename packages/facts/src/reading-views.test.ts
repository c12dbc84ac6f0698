import { describe, expect, it } from 'vitest';
import { FACTS } from './facts.js';
import { pluralOf, readingViews } from './reading-views.js';
import { tables, views } from './tables.js';

describe('the views that people read', () => {
  it('are two a fact, of a name that nothing else has', () => {
    const names = [...tables(), ...views()].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(readingViews()).toHaveLength(2 * FACTS.length);
    expect(['call', 'activity', 'survey', 'day'].map(pluralOf)).toEqual([
      'calls',
      'activities',
      'surveys',
      'days',
    ]);
  });

  it('have every dimension and measure of their fact, each column once and in words', () => {
    for (const [at, { name, columns }] of readingViews().entries()) {
      const fact = FACTS[Math.floor(at / 2)]!;
      const names = columns.map((column) => column.name);
      expect(names).toEqual(
        expect.arrayContaining([...fact.dimensions, ...fact.measures.map((measure) => measure.name)]),
      );
      expect(new Set(names).size, name).toBe(names.length);
      expect(columns.filter(({ doc }) => doc.trim() === '')).toEqual([]);
    }
  });
});
