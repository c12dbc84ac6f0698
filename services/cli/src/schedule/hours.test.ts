import { describe, expect, it } from 'vitest';
import { hoursIn, hoursText } from './hours.js';

describe('hours of a week', () => {
  it('are days and then spans', () => {
    expect(hoursIn('mon,Wednesday 9:00-12:30 13:30-18:00')).toEqual([
      { weekday: 'monday', opens: '9:00', closes: '12:30' },
      { weekday: 'monday', opens: '13:30', closes: '18:00' },
      { weekday: 'wednesday', opens: '9:00', closes: '12:30' },
      { weekday: 'wednesday', opens: '13:30', closes: '18:00' },
    ]);
    expect(hoursIn('sat-mon 22:00-06:00').map(({ weekday }) => weekday)).toEqual([
      'saturday',
      'sunday',
      'monday',
    ]);
  });

  it('are shown as they are said, days of the same hours together', () => {
    const said = ['mon-thu 09:00-12:30 13:30-18:00', 'fri 09:00-14:00', 'sun 10:00-12:00'];
    expect(hoursText(said.flatMap(hoursIn))).toBe(said.join(', '));
    expect(hoursText([])).toBe('never');
  });

  it.each(['mon-fri', '09:00-17:00', 'someday 09:00-17:00', 'm 09:00-17:00', 'mon 9-17', 'mon 09:00', ''])(
    'are not %j',
    (text) => {
      expect(() => hoursIn(text)).toThrow('is not of the form');
    },
  );
});
