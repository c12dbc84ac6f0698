import { localIso, type Period } from '@tallyboard/calendar/periods';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.js';
import { readPeriod, resolvePeriod } from './period.js';

/** A Wednesday. */
const NOW = Date.parse('2026-03-18T10:00Z');

function period(given: Record<string, string>, nowMs = NOW, extent = null as never): Period {
  const request = readPeriod(new Map(Object.entries(given)));
  if (request instanceof Refusal) throw new Error(request.message);
  const found = resolvePeriod(request, nowMs, extent);
  if (found instanceof Refusal) throw new Error(found.message);
  return found;
}

const bounds = (given: Record<string, string>, nowMs = NOW) => {
  const { bounds, tz } = period(given, nowMs);
  return bounds.map((bound) => localIso(bound, tz));
};
const refusal = (given: Record<string, string>, nowMs = NOW) => {
  const request = readPeriod(new Map(Object.entries(given)));
  const found = request instanceof Refusal ? request : resolvePeriod(request, nowMs, null);
  if (!(found instanceof Refusal)) throw new Error('was not refused');
  return found;
};

describe('a named period', () => {
  it.each([
    ['today', '2026-03-18', '2026-03-19'],
    ['yesterday', '2026-03-17', '2026-03-18'],
    ['this_week', '2026-03-16', '2026-03-23'],
    ['this_month', '2026-03-01', '2026-04-01'],
    ['this_quarter', '2026-01-01', '2026-04-01'],
    ['this_year', '2026-01-01', '2027-01-01'],
    ['last_week', '2026-03-09', '2026-03-16'],
    ['last_month', '2026-02-01', '2026-03-01'],
    ['last_quarter', '2025-10-01', '2026-01-01'],
    ['last_year', '2025-01-01', '2026-01-01'],
    ['last_7_days', '2026-03-12', '2026-03-19'],
    ['last_30_days', '2026-02-17', '2026-03-19'],
    ['previous_30_days', '2026-01-18', '2026-02-17'],
    ['last_12_months', '2025-04-01', '2026-04-01'],
  ])('%s is [%s, %s)', (name, from, to) => {
    expect(bounds({ period: name })).toEqual([`${from}T00:00:00Z`, `${to}T00:00:00Z`]);
  });

  it('has the days of its zone, not of UTC', () => {
    const lateInUtc = Date.parse('2026-03-18T20:00Z');
    expect(bounds({ period: 'today', tz: 'Asia/Kathmandu' }, lateInUtc)).toEqual([
      '2026-03-19T00:00:00+05:45',
      '2026-03-20T00:00:00+05:45',
    ]);
    expect(bounds({ period: 'today', tz: 'America/New_York' }, lateInUtc)[0]).toBe(
      '2026-03-18T00:00:00-04:00',
    );
  });

  it('moves on at midnight of its zone', () => {
    const { validUntilMs } = period({ period: 'today', tz: 'Europe/Berlin' });
    expect(validUntilMs).toBe(Date.parse('2026-03-18T23:00Z'));
  });

  it.each([
    ['yesterday_to_now', '2026-03-18T10:07Z', '2026-03-17T00:00:00Z', '2026-03-17T10:15:00Z'],
    ['yesterday_to_now', '2026-03-18T00:00Z', '2026-03-17T00:00:00Z', '2026-03-17T00:15:00Z'],
    ['yesterday_to_now', '2026-03-18T23:59Z', '2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z'],
    ['last_month_to_now', '2026-03-18T10:07Z', '2026-02-01T00:00:00Z', '2026-02-18T10:15:00Z'],
    ['last_month_to_now', '2026-03-31T10:07Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  ])('%s at %s is as much of the one before: [%s, %s)', (name, now, from, to) => {
    expect(bounds({ period: name }, Date.parse(now))).toEqual([from, to]);
  });

  it('to now goes by the clock on the wall, also on the day after clocks changed', () => {
    const now = Date.parse('2026-03-30T08:00Z');
    expect(bounds({ period: 'yesterday_to_now', tz: 'Europe/Berlin' }, now)).toEqual([
      '2026-03-29T00:00:00+01:00',
      '2026-03-29T10:15:00+02:00',
    ]);
  });

  it('to now moves on with each quarter hour', () => {
    const { validUntilMs } = period({ period: 'yesterday_to_now' }, Date.parse('2026-03-18T10:07Z'));
    expect(validUntilMs).toBe(Date.parse('2026-03-18T10:15Z'));
  });

  it('of everything spans the days of the data', () => {
    const extent = {
      first: Date.parse('2025-12-31T23:30Z') / 1_000,
      last: Date.parse('2026-02-01T22:45Z') / 1_000,
    };
    const request = readPeriod(new Map([['period', 'all'], ['tz', 'Europe/Berlin']])); // biome-ignore format: one line
    const found = resolvePeriod(request as never, NOW, extent) as Period;
    expect(found.bounds.map((bound) => localIso(bound, found.tz))).toEqual([
      '2026-01-01T00:00:00+01:00',
      '2026-02-02T00:00:00+01:00',
    ]);
    expect(found.isOpen).toBe(true);
    // Nothing was ever counted.
    expect(bounds({ period: 'all' })).toEqual(['2026-03-18T00:00:00Z', '2026-03-19T00:00:00Z']);
  });
});

describe('days on which clocks change', () => {
  const spring = { from: '2026-03-28', to: '2026-03-31', tz: 'Europe/Berlin' };

  it('have 23 and 25 hours', () => {
    const hoursOf = (given: Record<string, string>) => {
      const { bounds } = period(given);
      return bounds.slice(1).map((bound, index) => (bound - bounds[index]!) / 3_600);
    };
    expect(hoursOf({ ...spring, interval: 'day' })).toEqual([24, 23, 24]);
    expect(hoursOf({ from: '2026-10-24', to: '2026-10-27', tz: 'Europe/Berlin', interval: 'day' })).toEqual([
      24, 25, 24,
    ]);
    expect(hoursOf({ from: '2026-03-29', to: '2026-03-30', tz: 'Europe/Berlin', interval: 'hour' })).toEqual(
      Array(23).fill(1),
    );
    expect(hoursOf({ from: '2026-10-25', to: '2026-10-26', tz: 'Europe/Berlin', interval: 'hour' })).toEqual(
      Array(25).fill(1),
    );
  });

  it('begin at the first instant there is when midnight is skipped', () => {
    // Cuba's clocks went from midnight to one o'clock.
    expect(bounds({ from: '2026-03-07', to: '2026-03-09', tz: 'America/Havana', interval: 'day' })).toEqual([
      '2026-03-07T00:00:00-05:00',
      '2026-03-08T01:00:00-04:00',
      '2026-03-09T00:00:00-04:00',
    ]);
  });

  it('have hours that begin on the full hour, also where clocks change by half an hour', () => {
    const hours = (from: string, to: string) =>
      bounds({ from, to, tz: 'Australia/Lord_Howe', interval: 'hour' }).map((start) => start.slice(11));
    // Back from 02:00 to 01:30: the hour from one o'clock has 90 minutes.
    expect(hours('2026-04-04T13:00:00Z', '2026-04-04T17:30:00Z')).toEqual([
      '00:00:00+11:00',
      '01:00:00+11:00',
      '02:00:00+10:30',
      '03:00:00+10:30',
      '04:00:00+10:30',
    ]);
    // On from 02:00 to 02:30: that from two o'clock has 30.
    expect(hours('2026-10-03T14:30:00Z', '2026-10-03T17:00:00Z')).toEqual([
      '01:00:00+10:30',
      '02:30:00+11:00',
      '03:00:00+11:00',
      '04:00:00+11:00',
    ]);
    // Asked from within the hour of 90 minutes, after the change.
    expect(hours('2026-04-04T15:15:00Z', '2026-04-04T17:00:00Z')).toEqual([
      '01:45:00+10:30',
      '02:00:00+10:30',
      '03:00:00+10:30',
      '03:30:00+10:30',
    ]);
  });

  it.each(['Antarctica/Troll', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
    'have all their quarter hours in some hour of %s',
    (tz) => {
      const { bounds } = period({ from: '2026-03-20', to: '2026-04-20', tz, interval: 'hour' });
      const minutes = bounds.slice(0, -1).map((bound) => localIso(bound, tz).slice(14, 16));
      expect(new Set(minutes)).toEqual(new Set(['00']));
      expect(bounds.every((bound, index) => index === 0 || bound > bounds[index - 1]!)).toBe(true);
    },
  );
});

describe('weeks', () => {
  it.each([
    ['sunday', '2026-03-15', '2026-03-22', '2026-03-08'],
    ['saturday', '2026-03-14', '2026-03-21', '2026-03-07'],
    ['wednesday', '2026-03-18', '2026-03-25', '2026-03-11'],
    ['thursday', '2026-03-12', '2026-03-19', '2026-03-05'],
  ])('begin on %s when the question says so', (week_starts, from, to, before) => {
    const starts = (period: string) => bounds({ period, week_starts }).map((bound) => bound.slice(0, 10));
    expect(starts('this_week')).toEqual([from, to]);
    expect(starts('last_week')).toEqual([before, from]);
  });

  it('are so cut too', () => {
    const given = { from: '2026-03-01', to: '2026-03-15', interval: 'week' };
    const days = (more: Record<string, string>) =>
      bounds({ ...given, ...more }).map((bound) => bound.slice(5, 10));
    expect(days({ week_starts: 'Sunday' })).toEqual(['03-01', '03-08', '03-15']);
    expect(days({})).toEqual(['03-01', '03-02', '03-09', '03-15']);
  });
});

describe('intervals', () => {
  it('begin with from and end with to, and on marks of the zone between', () => {
    const given = { from: '2026-03-18T09:15:00Z', to: '2026-03-18T11:45:00Z' };
    expect(bounds({ ...given, interval: 'hour' })).toEqual([
      '2026-03-18T09:15:00Z',
      '2026-03-18T10:00:00Z',
      '2026-03-18T11:00:00Z',
      '2026-03-18T11:45:00Z',
    ]);
    // Half past, by the clocks of Kathmandu full hours: 15 past.
    expect(bounds({ ...given, interval: 'hour', tz: 'Asia/Kathmandu' }).slice(1, -1)).toEqual([
      '2026-03-18T16:00:00+05:45',
      '2026-03-18T17:00:00+05:45',
    ]);
    expect(bounds({ ...given, interval: '15m' })).toHaveLength(11);
  });

  it.each([
    ['week', ['2026-01-29', '2026-02-02', '2026-02-09', '2026-02-12']],
    ['month', ['2026-01-29', '2026-02-01', '2026-02-12']],
  ])('of a %s begin on its first day', (interval, days) => {
    expect(bounds({ from: '2026-01-29', to: '2026-02-12', interval })).toEqual(
      days.map((day) => `${day}T00:00:00Z`),
    );
  });

  it.each([
    ['quarter', ['2025-11-15', '2026-01-01', '2026-04-01', '2026-05-01']],
    ['year', ['2025-11-15', '2026-01-01', '2026-05-01']],
  ])('of a %s begin on its first day', (interval, days) => {
    expect(bounds({ from: '2025-11-15', to: '2026-05-01', interval })).toEqual(
      days.map((day) => `${day}T00:00:00Z`),
    );
  });

  it('that are too many are refused with the ones that are not', () => {
    expect(refusal({ from: '2020-01-01', to: '2026-01-01', interval: '15m' })).toMatchObject({
      status: 400,
      details: { field: 'interval', allowed: ['none', 'week', 'month', 'quarter', 'year'] },
    });
    expect(refusal({ period: 'this_year', interval: 'hour' }).details.allowed).toContain('day');
  });
});

describe('from and to', () => {
  it('are dates of the zone or instants', () => {
    expect(bounds({ from: '2026-03-01', to: '2026-03-08', tz: 'Asia/Kolkata' })).toEqual([
      '2026-03-01T00:00:00+05:30',
      '2026-03-08T00:00:00+05:30',
    ]);
    expect(bounds({ from: '2026-03-01T09:15:00+01:00', to: '2026-03-01T09:00:00Z' })).toEqual([
      '2026-03-01T08:15:00Z',
      '2026-03-01T09:00:00Z',
    ]);
  });

  it('without to end with today', () => {
    expect(bounds({ from: '2026-03-01' })).toEqual(['2026-03-01T00:00:00Z', '2026-03-19T00:00:00Z']);
  });

  it.each([
    [{ from: 'yesterday', to: '2026-03-01' }, 'from', 'wants a date such as'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'from', 'wants a date such as'],
    [{ from: '2026-03-01T10:00:00', to: '2026-03-02' }, 'from', 'wants a date such as'],
    [{ from: '2026-03-01', to: '2026-03-01T10:00:00 01:00' }, 'to', '%2B'],
    [{ from: '2026-03-01', to: '2026-03-01T10:07:00Z' }, 'to', 'for example 2026-03-01T10:00:00Z'],
    [{ from: '2026-03-01', to: '2026-03-01' }, 'to', 'must be after from'],
    [{ from: '2026-03-20' }, 'to', 'must be after from'],
    [{ from: '1970-01-01', to: '2026-03-01' }, 'from', 'between 1990 and 2100'],
  ])('%o are refused', (given, field, why) => {
    const refused = refusal(given as never);
    expect(refused).toMatchObject({ status: 400, code: `bad_${field}`, details: { field } });
    expect(refused.message).toContain(why);
  });
});

describe('a zone', () => {
  it('is found whatever its case', () => {
    expect(period({ period: 'today', tz: 'europe/berlin' }).tz).toBe('Europe/Berlin');
  });

  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['Katmandu', 'Asia/Kat'],
    ['+02:00', 'UTC'],
    ['', 'UTC'],
  ])('%o is none, and the refusal says which was meant', (tz, meant) => {
    const refused = refusal({ period: 'today', tz });
    expect(refused).toMatchObject({ status: 400, code: 'bad_tz' });
    expect(refused.details.allowed!.join()).toContain(meant);
  });
});
