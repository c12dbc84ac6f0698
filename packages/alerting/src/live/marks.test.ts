import { Random } from '@tallyboard/runtime/random';
import { describe, expect, it } from 'vitest';
import { Marks } from './marks.js';

describe('marks', () => {
  it('are those that a list of lists would have, whatever comes and goes', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const random = new Random(seed, 'marks');
      const below = (count: number) => Math.floor(random.unit() * count);
      const marks = new Marks();
      const rows = new Map<number, number[]>();
      let columns = 0;
      const resize = (to: number) => {
        for (const row of rows.values()) while (row.length < to) row.push(0);
        columns = to;
        marks.resize(to);
      };
      const forget = (count: number) => {
        for (const row of rows.values()) row.splice(0, count);
        columns -= count;
        marks.forget(count);
      };
      const drop = (row: number) => {
        rows.delete(row);
        marks.dropRow(row);
      };
      for (let n = 0; n < 400; n += 1) {
        const kind = below(10);
        const some = [...rows.keys()][below(rows.size)];
        if (kind === 0) resize(columns + 1 + below(40));
        else if (kind === 1) forget(below(columns + 1));
        else if (kind === 2 && some !== undefined) drop(some);
        else if (kind < 5) rows.set(marks.addRow(), Array(columns).fill(0));
        else if (some !== undefined && columns > 0) {
          const [column, mark] = [below(columns), 1 + below(2)];
          rows.get(some)![column] = mark;
          marks.set(some, column, mark);
        }
      }
      for (const [row, expected] of rows) expect([...marks.of(row)]).toEqual(expected);
    }
  });
});
