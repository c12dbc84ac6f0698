import { describe, expect, it } from 'vitest';
import { formatsOf, readableOf } from './dates.js';

describe('the formats of a column of dates', () => {
  it('are one when a day beyond the twelfth tells days from months', () => {
    expect(formatsOf(['3/4/2026', '25/4/2026'])).toEqual(['d/M/yyyy']);
  });

  it('are several when days and months cannot be told apart, and are not guessed', () => {
    expect(formatsOf(['3/4/2026', '5/6/2026'])).toEqual(['M/d/yyyy', 'd/M/yyyy']);
  });

  it('are those of most cells when one was mistyped, wherever it stands', () => {
    const good = ['3/4/2026', '25/4/2026'];
    expect(formatsOf(['n/a', ...good])).toEqual(['d/M/yyyy']);
    expect(formatsOf([...good, 'n/a'])).toEqual(['d/M/yyyy']);
  });

  it('are still several when a cell was mistyped and the others leave a doubt', () => {
    expect(formatsOf(['3/4/2026', 'soon', '5/6/2026'])).toEqual(['M/d/yyyy', 'd/M/yyyy']);
  });

  it('are several when as many cells contradict the one as the other', () => {
    expect(formatsOf(['3/4/2026', '25/4/2026', '4/25/2026'])).toEqual(['M/d/yyyy', 'd/M/yyyy']);
  });

  it('are none when no format reads more than half', () => {
    expect(formatsOf(['2026-03-01', 'n/a'])).toEqual([]);
    expect(formatsOf(['2026-03-01', 'n/a', 'soon'])).toEqual([]);
    expect(formatsOf(['soon'])).toEqual([]);
  });
});

describe('the cells that say how a column is written', () => {
  it('are those that its format reads, without the mistyped ones', () => {
    const good = ['2026-03-04T10:00:00Z', '2026-03-05T10:00:00Z'];
    expect(readableOf([...good, '2026-03-0610:00'])).toEqual(good);
  });

  it('are all of them when no format reads most', () => {
    expect(readableOf(['soon', 'later'])).toEqual(['soon', 'later']);
  });
});
