import { describe, expect, it } from 'vitest';
import { check } from './validate.js';

const deal = (more: Record<string, unknown> = {}) => ({
  event_id: 'e-1',
  source: 'hubspot',
  tenant: 'acme',
  occurred_at: 1_772_442_900_000,
  deal_id: 'D-1',
  closed_at: 1_772_442_900_000,
  outcome: 'won',
  ...more,
});

const fieldsOf = (data: Record<string, unknown>, type = 'deal.closed') => {
  const checked = check(type, data);
  return checked.ok ? [] : checked.violations.map(({ field }) => field);
};

describe('a contract check', () => {
  it('fills what may be absent: nulls, and the version from the instant', () => {
    expect(check('deal.closed', deal())).toEqual({
      ok: true,
      event: {
        type: 'deal.closed',
        ...deal(),
        source_version: 1_772_442_900_000,
        amount: null,
        currency: null,
        reason: null,
        rep_id: null,
      },
    });
  });

  it('takes instants as epoch ms and as RFC 3339 with an offset, to the same millisecond', () => {
    expect(check('deal.closed', deal({ closed_at: '2026-03-02T14:45:00.000+05:30' }))).toMatchObject({
      event: { closed_at: Date.UTC(2026, 2, 2, 9, 15) },
    });
  });

  it.each([
    ['2026-03-02T10:15:00.000+0100'],
    ['2026-03-02 09:15:00+00'],
    ['2026-03-02 09:15:00 UTC'],
    [' 2026-03-02t09:15z '],
    [1_772_442_900_000],
    ['1772442900000'],
  ])('reads the instant %s, as some systems write it', (closed_at) => {
    expect(check('deal.closed', deal({ closed_at }))).toMatchObject({
      event: { closed_at: Date.UTC(2026, 2, 2, 9, 15) },
    });
  });

  it('takes dates from 1900 on, for insurers have such customers', () => {
    for (const since of ['1987-05-01T00:00:00Z', '1900-01-01T00:00:00Z', -1_000_000_000_000])
      expect(fieldsOf(deal({ closed_at: since }))).toEqual([]);
  });

  it.each([
    ['2026-03-02T09:15:00'],
    ['2026-02-30T09:15:00Z'],
    ['2026-13-01T09:15:00Z'],
    ['0000-00-00 00:00:00'],
    ['1899-12-31T23:59:59Z'],
    ['yesterday'],
    [1.5],
    [0],
    // Seconds.
    [1_772_442_900],
    ['1772442900'],
    [99_999_999_999_999],
  ])('refuses the instant %s', (closed_at) => {
    expect(fieldsOf(deal({ closed_at }))).toEqual(['closed_at']);
  });

  it.each([
    [1054.5, '1054.5000'],
    ['1054', '1054.0000'],
    [' +1054 ', '1054.0000'],
    ['-3.25', '-3.2500'],
    [0, '0.0000'],
    [-0, '0.0000'],
    ['1e3', '1000.0000'],
    [1e-7, '0.0000'],
    ['-0.00001', '0.0000'],
    ['1666.666666667', '1666.6667'],
    [0.30000000000000004, '0.3000'],
    // Half to even.
    ['0.00005', '0.0000'],
    ['0.00015', '0.0002'],
    ['-0.00025', '-0.0002'],
    ['0.000250000001', '0.0003'],
    ['99999999999999.99994', '99999999999999.9999'],
  ])('brings the amount %s to four places', (amount, kept) => {
    expect(check('deal.closed', deal({ amount, currency: 'EUR' }))).toMatchObject({
      event: { amount: kept },
    });
  });

  it.each([
    ['12,50'],
    ['1.250,00'],
    ['1 250'],
    ['.'],
    ['e3'],
    [Number.NaN],
    ['999999999999999'],
    ['99999999999999.99995'],
    ['1e99'],
    ['9'.repeat(10_000)],
    [true],
  ])('refuses the amount %s', (amount) => {
    expect(fieldsOf(deal({ amount, currency: 'EUR' }))).toEqual(['amount']);
  });

  it('takes an empty text for nothing where there may be nothing, and where something must be for a mistake', () => {
    expect(check('deal.closed', deal({ amount: '', currency: ' ', reason: '' }))).toMatchObject({
      event: { amount: null, currency: null, reason: null },
    });
    expect(fieldsOf(deal({ deal_id: ' ', outcome: '' }))).toEqual(['deal_id', 'outcome']);
  });

  it('takes a time of day in the forms that mean one, and no day that there is not', () => {
    const hours = (opens: unknown, holidays: unknown = null) =>
      check('schedule.updated', {
        ...{ event_id: '1', source: 'hr', tenant: 'acme', occurred_at: Date.UTC(2026, 0, 1) },
        ...{ schedule_id: 'x', effective_from: Date.UTC(2026, 0, 1), zone: 'UTC', holidays },
        hours: [{ weekday: 'Monday', opens, closes: '24:00' }],
      });
    for (const form of ['9:00', ' 09:00', '09:00:00'])
      expect(hours(form)).toMatchObject({ event: { hours: [{ weekday: 'monday', opens: '09:00' }] } });
    for (const form of ['9', '9:5', '25:00', '24:01', '09:00:30', '9 am', 540])
      expect(hours(form), String(form)).toMatchObject({ ok: false });
    expect(hours('09:00', ['2028-02-29'])).toMatchObject({ ok: true });
    expect(hours('09:00', ['2026-02-29'])).toMatchObject({ ok: false });
  });

  it('forgives the form of words and codes', () => {
    expect(check('deal.closed', deal({ outcome: ' Won', amount: 5, currency: 'eur' }))).toMatchObject({
      event: { outcome: 'won', currency: 'EUR' },
    });
  });

  it('makes alike what looks alike: composed, and without space around it', () => {
    expect(check('deal.closed', deal({ deal_id: ' Ju\u0308rgen\u00a0' }))).toMatchObject({
      event: { deal_id: 'J\u00fcrgen' },
    });
  });

  it('keeps what people write, however long and of how many lines', () => {
    const reason = `Too expensive.\r\n\tThey look again ${'next year '.repeat(100)}\u0000`;
    expect(check('deal.closed', deal({ reason }))).toMatchObject({
      event: { reason: `Too expensive.\n They look again ${'next year '.repeat(100).trim()}` },
    });
    expect(fieldsOf(deal({ reason: 'x'.repeat(10_001) }))).toEqual(['reason']);
  });

  it('names every field that is wrong, with what was expected', () => {
    const checked = check('deal.closed', {
      ...deal({ outcome: 'wonn', currency: 'Euro', color: 'red' }),
      deal_id: undefined,
    });
    expect(checked).toMatchObject({
      violations: [
        { field: 'deal_id', reason: 'missing' },
        { field: 'outcome', reason: '"wonn" does not fit', expected: 'one of won, lost' },
        { field: 'currency', expected: 'an ISO 4217 code, for example EUR' },
        { field: 'color', reason: 'unknown field' },
      ],
    });
  });

  it('refuses text that would not survive as it is', () => {
    for (const deal_id of [
      '',
      'a\nb',
      'a\u0000',
      'a\u0085',
      'a\u0085😀',
      'x'.repeat(257),
      '\ud800',
      '\ue000\ud800',
      7,
    ])
      expect(fieldsOf(deal({ deal_id }))).toEqual(['deal_id']);
    expect(fieldsOf(deal({ deal_id: '株式会社 😀/1' }))).toEqual([]);
    expect(fieldsOf(deal({ tenant: 'a/b' }))).toEqual(['tenant']);
  });

  it('wants a currency beside the amount of a deal that opens', () => {
    const opened = {
      event_id: 'e',
      source: 's',
      tenant: 't',
      occurred_at: 1_772_442_900_000,
      deal_id: 'd',
      opened_at: 1_772_442_900_000,
      amount: 5,
    };
    expect(fieldsOf(opened, 'deal.opened')).toEqual(['currency']);
  });

  it.each([
    ['csat', 0],
    ['csat', 6],
    ['nps', 11],
    ['ces', 8],
  ])('keeps %s on its scale: %s is outside', (kind, score) => {
    const answer = {
      event_id: 'e',
      source: 's',
      tenant: 't',
      occurred_at: 1_772_442_900_000,
      survey_id: 'v',
      answered_at: 1_772_442_900_000,
      respondent: 'customer',
      kind,
      score,
    };
    expect(fieldsOf(answer, 'survey.answered')).toEqual(['score']);
  });

  it('knows time zones, and says so of a type it does not know', () => {
    const office = {
      event_id: 'e',
      source: 's',
      tenant: 't',
      occurred_at: 1_772_442_900_000,
      office_id: 'o',
      name: 'O',
      zone: 'Mars/Olympus',
    };
    expect(fieldsOf(office, 'office.updated')).toEqual(['zone']);
    expect(fieldsOf(deal(), 'deal.vanished')).toEqual(['type']);
  });
});
