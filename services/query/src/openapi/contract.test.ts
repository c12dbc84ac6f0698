import { DealsAtRisk, Forecast } from '@tallyboard/api/deals';
import { Goals } from '@tallyboard/api/goals';
import { Impact } from '@tallyboard/api/impact';
import * as api from '@tallyboard/api/query';
import { Standing } from '@tallyboard/api/standing';
import { Timeline } from '@tallyboard/api/timeline';
import { METRICS } from '@tallyboard/metrics/catalogue';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { principal, type Scripted, scripted } from '../testing/scripted.js';
import { openSse } from '../testing/sse.js';

/** What a value says that its shape does not have, also where it says more. */
const strangers = (shape: TSchema, value: unknown) => [...Errors(closed(shape), value)];

/** The same shape, with no other properties than its own. */
function closed(shape: TSchema): TSchema {
  const all = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(all);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, all(inner)]));
    return 'properties' in copy && !('additionalProperties' in copy)
      ? { ...copy, additionalProperties: false }
      : copy;
  };
  return all(shape) as TSchema;
}

/** Of each entity: one event of two that is too long. */
const QUALITY_ROWS = ['', '*', 'too_long:duration_ms'].map((problem, n) => ({
  source: 'crm',
  problem,
  events: n === 0 ? 2 : 1,
  examples: ['C-1'],
})) as never[];

const AT = '2026-03-18 09:00:00.000';
const PLACE_ROW = { entity_id: 'D-1', place_at: AT, rep: 'ann', won: 1, won_amount: '12.5', cycle_hist: {} };
const COHORT_ROW = {
  currency: 'EUR',
  cohort: 1,
  customers: 2,
  mrr: '90.5',
  kept: [2, 1],
  levels: ['90.5', '40'],
};
const AT_RISK_ROW = {
  open: 9,
  at_risk: 1,
  quiet: 1,
  overdue: 1,
  slow: 1,
  worth: [['EUR', '12.50', '1']],
  deals: [
    [
      'D-1',
      'A-1',
      'ann',
      'west',
      'a',
      'new',
      'offer',
      'EUR',
      '12.5',
      '1',
      '2',
      '2026-03-01',
      '3',
      '1',
      '1',
      '1',
    ],
  ],
};
const SCHEDULE_ROW = {
  id: 'default',
  since: 0,
  zone: 'UTC',
  hours: [['monday', '09:00', '17:00']],
  holidays: ['2026-12-25'],
};
const EVENT_ROW = {
  told_of: 'D-1',
  type: 'deal.closed',
  source: 'crm',
  event_id: 'e-1',
  occurred_at: AT,
  recorded_at: AT,
  deal_id: 'D-1',
  closed_at: AT,
  amount: null,
  cleared: [],
};

/** What the database says to statements with such words, the first that fit. */
const ROWS: [words: string, rows: readonly unknown[]][] = [
  ['AS holidays', [SCHEDULE_ROW]],
  ['schedule_history', []],
  ['is_overdue', [AT_RISK_ROW]],
  ['_events', QUALITY_ROWS],
  ['cohort', [COHORT_ROW]],
];

describe('what is answered has the shape that the contract says', () => {
  let script: Scripted;
  beforeAll(async () => {
    script = await scripted();
    script.answers = (_tenant, sql) =>
      (ROWS.find(([part]) => sql.includes(part))?.[1] as never) ?? [
        { q0: 2, q1: 1, i: 0, rep: 'ann', currency: 'EUR' },
      ];
    script.updates.progress(Date.parse('2026-03-18T09:59Z'));
  });
  afterAll(() => script.app.close());

  it.each<[string, TSchema]>([
    ['/v1/metrics', api.Catalogue],
    ...METRICS.map(({ name }): [string, TSchema] => [`/v1/metrics/${name}?period=today&by=rep`, api.Answer]),
    ['/v1/metrics/calls?period=last_7_days&interval=day', api.Answer],
    ['/v1/metrics/calls?period=today&quality=true', api.Answer],
    ['/v1/data-quality', api.DataQuality],
    ['/v1/data-quality?period=last_week&tz=Europe/Berlin', api.DataQuality],
    ['/v1/data-quality?interval=day', api.ErrorBody],
    ['/v1/data-quality?period=today&tz=office', api.ErrorBody],
    ['/v1/retention', api.Retention],
    ['/v1/retention?from=2026-01-01&tz=Europe/Berlin&filter=currency:EUR', api.Retention],
    ['/v1/retention?interval=month', api.ErrorBody],
    ['/v1/retention?period=today&tz=office', api.ErrorBody],
    ['/v1/retention?from=1990-01-01', api.ErrorBody],
    ['/v1/standing?period=last_30_days&metrics=calls,close_rate', Standing],
    ['/v1/standing?period=last_30_days&filter=direction:outbound', api.ErrorBody],
    ['/v1/standing?period=all', api.ErrorBody],
    ['/v1/standing?period=today&metrics=sales_cycle_p50', api.ErrorBody],
    ['/v1/impact?metric=close_rate&at=2026-03-01&days=14', Impact],
    ['/v1/impact?metric=calls&at=2026-03-01&days=14&filter=office:berlin&against=office:paris', Impact],
    ['/v1/impact?metric=calls_p50&at=2026-03-01', api.ErrorBody],
    ['/v1/goals', Goals],
    ['/v1/goals/nope', api.ErrorBody],
    ['/v1/deals-at-risk', DealsAtRisk],
    ['/v1/deals-at-risk?days=7&limit=5&filter=office:west&tz=Europe/Berlin', DealsAtRisk],
    ['/v1/deals-at-risk?days=soon', api.ErrorBody],
    ['/v1/forecast', Forecast],
    ['/v1/forecast?period=last_month&by=rep&filter=office:west&tz=Europe/Berlin', Forecast],
    ['/v1/forecast?interval=day', api.ErrorBody],
    ['/v1/forecast?by=direction', api.ErrorBody],
    ['/v1/metrics/calls?period=today&quality=1', api.ErrorBody],
    ['/v1/metrics/cals?period=today', api.ErrorBody],
    ['/v1/metrics/calls?period=today&by=ofice', api.ErrorBody],
    ['/v1/boards/office', api.Board],
    ['/v1/boards/offic', api.ErrorBody],
    ['/v1/offices', api.Offices],
    ['/v1/schedules', api.Schedules],
    ['/v1/reps', api.Reps],
    ['/healthz', api.Health],
  ])('%s', async (url, shape) => {
    const answer = await script.app.inject(url);
    expect(strangers(shape, answer.json()), answer.body).toEqual([]);
  });

  it('also of an explanation', async () => {
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    script.answers = (_tenant, sql) => {
      if (sql.includes('told_of')) return [EVENT_ROW as never];
      if (sql.includes('place_at')) return [PLACE_ROW as never];
      return [{ q0: 2, q1: 1, i: 0, entity_id: 'D-1' }];
    };
    const answer = await script.app.inject({
      url: '/v1/explain/close_rate?period=today',
      headers: { authorization: 'Bearer of-lead' },
    });
    expect(answer.json().entities[0]).toMatchObject({
      id: 'D-1',
      counts: [{ at: '2026-03-18T09:00:00.000Z', measures: { won: 1, won_amount: '12.5' } }],
      events: [{ type: 'deal.closed', data: { deal_id: 'D-1', closed_at: '2026-03-18T09:00:00.000Z' } }],
    });
    expect(strangers(api.Explanation, answer.json()), answer.body).toEqual([]);
  });

  it('also of a timeline', async () => {
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    const place = { at: Date.parse('2026-03-18T09:00Z'), entity: 'deal', id: 'D-1', digest: 7 };
    const identity = { source: 'crm', event_id: 'e-1' };
    script.answers = (_tenant, sql) => {
      if (sql.includes('told_of')) return [{ ...EVENT_ROW, digest: 7 } as never];
      return sql.includes('UNION ALL') ? [{ ...place, ...identity } as never] : [];
    };
    const url = '/v1/timeline/deal/D-1';
    const answer = await script.app.inject({ url, headers: { authorization: 'Bearer of-lead' } });
    expect(answer.json().events).toMatchObject([{ type: 'deal.closed', is_related: false }]);
    expect(strangers(Timeline, answer.json()), answer.body).toEqual([]);
    const long = `/v1/timeline/deal/${encodeURIComponent(`${'D'.repeat(252)}/ üü`)}`;
    const ofLong = await script.app.inject({ url: long, headers: { authorization: 'Bearer of-lead' } });
    expect(ofLong.statusCode).toBe(200);
    const refused = await script.app.inject(url);
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'wrong_scope']);
  });

  it('also of deals at risk, one by one for keys that may see events alone', async () => {
    script.keys.set('of-wall', principal('acme', 'read'));
    script.keys.set('of-lead', principal('acme', 'read', 'events'));
    script.answers = () => [AT_RISK_ROW as never];
    const asked = async (headers?: { authorization: string }) => {
      const answer = await script.app.inject({ url: '/v1/deals-at-risk', ...(headers ? { headers } : {}) });
      expect(strangers(DealsAtRisk, answer.json()), answer.body).toEqual([]);
      return answer.json();
    };
    const shown = await asked({ authorization: 'Bearer of-lead' });
    expect(shown.deals).toHaveLength(1);
    for (const headers of [undefined, { authorization: 'Bearer of-wall' }])
      expect(await asked(headers)).toEqual({ ...shown, deals: null });
    // They do not leave the database either.
    expect(script.asked.at(-1)!.sql).toContain('1, 0))');
  });

  it('also of a stream', async () => {
    const url = await script.app.listen({ host: '127.0.0.1', port: 0 });
    const client = await openSse(`${url}/v1/stream?q=${encodeURIComponent('calls?period=today&by=rep')}`);
    await expect.poll(() => client.events().map(({ event }) => event)).toContain('freshness');
    client.close();
    for (const { event, data } of client.events())
      expect(
        event === 'result'
          ? strangers(api.Answer, (data as { result: unknown }).result)
          : strangers(api.Freshness, data),
      ).toEqual([]);
  });
});
