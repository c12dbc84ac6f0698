import { describe, expect, it } from 'vitest';
import { table } from './table.js';

describe('a table', () => {
  it('has a line for each row, whatever lines a name has that somebody gave', () => {
    const forged = 'Munich\r\nall is well  firing\u2028 no';
    const lines = table([{ title: 'where' }, { title: 'state' }], [[forged, 'firing']]).split(/[\r\n\u2028]/);
    expect(lines).toEqual([
      'where                          state',
      '─────────────────────────────  ──────',
      'Munich all is well  firing no  firing',
    ]);
  });
});
