import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../test/given.js';

const call = said('call.logged', 1, { rep_id: 'ann' });
const placeOf = (...events: Parameters<typeof rows>[1][]) => {
  const [row] = rows('call', call, ...events);
  return [row?.office, row?.team];
};

describe('the office and team of a rep', () => {
  it('are unknown before the first statement comes into force and for other reps', () => {
    expect(placeOf()).toEqual([undefined, undefined]);
    expect(placeOf(said('rep.updated', 1, { effective_from: at('09:05:00.001') }))).toEqual([
      undefined,
      undefined,
    ]);
    expect(placeOf(said('rep.updated', 1, { rep_id: 'bob' }))).toEqual([undefined, undefined]);
    expect(placeOf(said('rep.updated', 1, { tenant: 'other' }))).toEqual([undefined, undefined]);
  });

  it('hold from the very instant they come into force', () => {
    expect(placeOf(said('rep.updated', 1, { effective_from: at('09:05') }))).toEqual(['munich', 'west']);
  });

  it('are those in force then, not those said last', () => {
    const events = [
      said('rep.updated', 9, { effective_from: at('08:00'), office_id: 'berlin' }),
      said('rep.updated', 1, { effective_from: at('09:00'), office_id: 'oslo' }),
      said('rep.updated', 8, { effective_from: at('10:00'), office_id: 'rome' }),
    ];
    expect(placeOf(...events)).toEqual(['oslo', 'west']);
  });

  it('are corrected by a higher statement for the same time', () => {
    const right = said('rep.updated', 2, { office_id: 'berlin', team: '' });
    expect(placeOf(right, said('rep.updated', 1))).toEqual(['berlin', undefined]);
  });
});
