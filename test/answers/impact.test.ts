import { impact } from '@tallyboard/answers/impact';
import { readImpact } from '@tallyboard/answers/impact-request';
import { Refusal } from '@tallyboard/answers/refusal';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, type Given, rep } from '../golden/given.js';
import { eventsOf } from '../golden/pipeline.js';
import { cellsOf, store } from './stored.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

/** A Monday. */
const AT = Date.parse('2026-03-02T00:00Z');
const DAY = 86_400_000;

/** Calls of a rep on the day so many days after the change, the first so many of them connected. */
const calls = (who: string, day: number, count: number, connected = count, seconds = 60): Given[] =>
  Array.from({ length: count }, (_, n) =>
    call(
      `${who} ${day} ${n}`,
      new Date(AT + day * DAY + 9 * 3_600_000 + n * 60_000).toISOString(),
      who,
      seconds,
      {
        outcome: n < connected ? 'connected' : 'no_answer',
      },
    ),
  );
const days = Array.from({ length: 28 }, (_, i) => i - 14);
const isWeekday = (day: number) => (day + 14) % 7 < 5;

const GIVEN = [
  ...['ann', 'tom', 'una'].map((who) => rep(who, 'west', '')),
  rep('eve', 'east', ''),
  // As Newcombe 1998 has it: 48 of 80, then 56 of 70; and with the others no change at all.
  ...calls('ann', -3, 80, 48),
  ...calls('ann', 2, 70, 56),
  ...calls('eve', -3, 40, 20),
  ...calls('eve', 2, 40, 20),
  // Weekdays of four calls; then a week of six, and one of eight.
  ...days.filter(isWeekday).flatMap((day) => calls('tom', day, day < 0 ? 4 : day < 7 ? 6 : 8)),
  // A call a day, of a minute, then of about two.
  ...days.slice(7, 14).flatMap((day) => calls('una', day, 1)),
  ...[90, 120, 150, 120, 120, 90, 150].flatMap((seconds, day) => calls('una', day, 1, 1, seconds)),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
});
afterAll(() => clickhouse?.close());

async function asked(query: string, now = '2026-04-15T12:00Z') {
  const request = readImpact(new URLSearchParams(query));
  if (request instanceof Refusal) return request.message;
  const reference = async () => ({ offices: new Map(), reps: new Map(), products: new Map() });
  const answering = { database: clickhouse, reference, now: () => Date.parse(now) };
  const found = await impact(answering, 'acme', request);
  return found instanceof Refusal ? found.message : found;
}
async function told(query: string, now?: string) {
  const found = await asked(`at=2026-03-02&${query}`, now);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const RIPENING = [
  'lead_conversion_rate',
  'lead_qualification_rate',
  'lead_contact_rate',
  'follow_up_time_mean',
  'survey_response_rate',
];

describe('what has come of a change', () => {
  it('is of a share the difference with the published interval', async () => {
    const found = await told('metric=connect_rate&filter=rep:ann&days=14');
    expect(found.changed).toMatchObject({
      before: { from: '2026-02-16T00:00:00Z', to: '2026-03-02T00:00:00Z', value: 0.6, n: 80 },
      after: { from: '2026-03-02T00:00:00Z', to: '2026-03-16T00:00:00Z', value: 0.8, n: 70 },
    });
    const { value, low, high } = found.changed.difference;
    expect([value, low, high].map((each) => each!.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
    expect(found).toMatchObject({ verdict: 'rose', is_better: true, against: null, so_far: false });
  });

  it('is not told apart from chance where the others vary so much', async () => {
    const found = await told('metric=connect_rate&filter=rep:ann&against=rep:eve&days=14');
    // 0.2 from 0.0524 on, and 0 with 0.2093 to both sides: √(0.1476² + 0.2093²) = 0.2561.
    expect(found.difference_in_differences!.value).toBeCloseTo(0.2, 12);
    expect(found.difference_in_differences!.low).toBeCloseTo(-0.0561, 3);
    expect(found).toMatchObject({ verdict: 'cannot_tell', is_better: null, against: { after: { n: 40 } } });
  });

  it('is of a total that of so many days, and weekends are no chance', async () => {
    const { changed, verdict } = await told('metric=calls&filter=rep:tom&days=14');
    expect([changed.before.value, changed.after.value]).toEqual([40, 70]);
    // Within weekdays there is less than of counts by chance, √(40 + 70); 2.16 of thirteen degrees of freedom.
    expect(changed.difference.value).toBe(30);
    expect(changed.difference.low).toBeCloseTo(30 - 22.65, 1);
    expect(changed.difference.high).toBeCloseTo(30 + 22.65, 1);
    expect(verdict).toBe('rose');
  });

  it('is of a mean that between days, and better neither way where that is so', async () => {
    const { changed, verdict, is_better } = await told('metric=call_duration_mean&filter=rep:una&days=7');
    // 60 s more; √(600/7) s · 2.4469 of six degrees of freedom.
    expect(changed.difference.value).toBe(60_000);
    expect(changed.difference.low).toBeCloseTo(60_000 - 22_654, -2);
    expect([verdict, is_better]).toEqual(['rose', null]);
  });

  it('says why there is no interval', async () => {
    const none = { verdict: 'no_interval', is_better: null };
    expect(await told('metric=calls&filter=rep:tom&days=6')).toMatchObject({
      ...{ ...none, changed: { difference: { value: 14, low: null } } },
      why_no_interval: 'of fewer than 7 days on each side chance is not told',
    });
    expect(await told('metric=call_duration_p50&days=7')).toMatchObject({
      ...{ ...none, why_no_interval: expect.stringContaining('percentile'), method: null },
    });
    expect(await told('metric=pipeline_open&days=7')).toMatchObject({
      ...{ ...none, why_no_interval: expect.stringContaining('stock') },
    });
    expect(await told('metric=long_term_share&days=7')).toMatchObject({
      ...{ ...none, why_no_interval: expect.stringContaining('stock') },
    });
    for (const metric of RIPENING)
      expect(await told(`metric=${metric}&days=7`)).toMatchObject({
        ...{ ...none, why_no_interval: expect.stringContaining('had less time') },
      });
    expect(await told('metric=close_rate&days=7')).toMatchObject({
      ...{ ...none, why_no_interval: 'before or after there is nothing to divide by' },
    });
  });

  it('is refused before the days after are over, unless as many as are will do, and says so', async () => {
    const midday = '2026-03-12T12:00Z';
    expect(await asked('metric=calls&at=2026-03-02&days=14', midday)).toBe(
      '14 days from 2026-03-02 on are over on 2026-03-16: ask with so_far=true for the 10 that are, each side of that length, or with days=10',
    );
    const found = await told('metric=calls&filter=rep:tom&days=14&so_far=true', midday);
    expect(found).toMatchObject({
      days: 10,
      so_far: true,
      changed: { before: { value: 24 }, after: { value: 54 } },
    });
    expect(await asked('metric=calls&at=2026-03-02', '2026-03-02T20:00Z')).toContain(
      'no day after 2026-03-02 is over',
    );
  });

  it('is refused where it means nothing', async () => {
    expect(await asked('at=2026-03-02')).toContain('give metric');
    expect(await asked('metric=cals&at=2026-03-02')).toContain('did you mean calls');
    expect(await asked('metric=calls')).toContain('the first day of the change');
    expect(await asked('metric=calls&at=2026-02-30')).toContain('the first day of the change');
    expect(await asked('metric=calls&at=2026-03-02&days=0')).toContain('from 1 to 366');
    expect(await asked('metric=calls&at=2026-03-02&by=rep')).toContain('not a parameter of an impact');
    expect(await asked('metric=calls&at=2026-03-02&tz=office')).toContain('one zone');
    expect(await asked('metric=calls&at=2026-03-02&so_far=yes')).toContain('true or false');
    expect(await asked('metric=revenue_won&at=2026-03-02')).toContain('by one currency');
    expect(await asked('metric=revenue_won&at=2026-03-02&currency=EUR')).toContain('converts nothing');
    const against = (groups: string) => asked(`metric=calls&at=2026-03-02&${groups}`);
    for (const both of [
      'filter=rep:tom|ann&against=rep:tom',
      'filter=rep:tom&against=office:east',
      'against=rep:tom',
    ])
      expect(await against(both)).toContain('on both sides');
    expect(await asked('metric=calls&at=2026-03-02&against=stage:won')).toContain('dimension of calls');
  });
});
