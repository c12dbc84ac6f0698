import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LATE_FROM, MISSING_FROM, silentSources } from './sources.js';

const TENANT = 'acme';
/** A Monday, 12:00 UTC; epoch seconds. */
const NOON = Date.UTC(2026, 2, 2, 12) / 1_000;
const [HOUR, DAY] = [3_600, 86_400];
const WEEK = 7 * DAY;

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
let count = 0;

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
beforeEach(() => clickhouse.command('TRUNCATE TABLE call_events'));
afterAll(() => clickhouse.close());

/** A system tells of a call each so many seconds, in [from, to), epoch seconds; of each when it happens, or of all at `told`. */
async function calls(
  source: string,
  from: number,
  to: number,
  every: number,
  { tenant = TENANT, told }: { tenant?: string; told?: number } = {},
): Promise<void> {
  const rows: string[] = [];
  const inWords = (at: number) => new Date(at * 1_000).toISOString().replace('T', ' ').slice(0, 23);
  for (let at = from; at < to; at += every) {
    count += 1;
    const [instant, recorded] = [inWords(at), inWords(told ?? at)];
    rows.push(
      JSON.stringify([tenant, source, `${count}`, `C-${count}`, 'call.logged', instant, instant, recorded]),
    );
  }
  await clickhouse.insertRows(
    'call_events',
    ['tenant', 'source', 'event_id', 'call_id', 'type', 'occurred_at', 'started_at', 'recorded_at'],
    rows,
  );
}

const silentAt = (at: number) => silentSources(clickhouse, TENANT, 'call', at);

describe('a system that is silent', () => {
  it('for an hour is awaited with as much as it said in that hour of past weeks, and not once it has told all', async () => {
    await calls('phone', NOON - 3 * WEEK, NOON, 600);
    await calls('web', NOON - 3 * WEEK, NOON + HOUR + 1, 600);
    const [silent, ...others] = await silentAt(NOON + HOUR);
    expect(others).toEqual([]);
    expect(silent).toMatchObject({ source: 'phone', newest: NOON - 600 });
    expect(silent!.usual).toBeGreaterThanOrEqual(6);
    expect(silent!.usual).toBeGreaterThanOrEqual(MISSING_FROM);
    await calls('phone', NOON, NOON + HOUR + 1, 600);
    expect(await silentAt(NOON + HOUR)).toEqual([]);
  });

  it('at an hour at which it always is, is not awaited', async () => {
    for (let week = 0; week <= 3; week += 1)
      await calls('phone', NOON - 4 * HOUR - week * WEEK, NOON - week * WEEK, 600);
    const [silent] = await silentAt(NOON + HOUR);
    expect(silent!.usual).toBeLessThan(LATE_FROM);
  });

  it('after hours is not awaited for the sake of one late call of one week', async () => {
    for (let week = 0; week <= 3; week += 1)
      await calls('phone', NOON - 4 * HOUR - week * WEEK, NOON - week * WEEK, 600);
    await calls('phone', NOON + 600 - WEEK, NOON + 601 - WEEK, 600);
    const [silent] = await silentAt(NOON + HOUR);
    expect(silent!.usual).toBeLessThan(LATE_FROM);
  });

  it('is awaited at its rate while it is not a week old', async () => {
    await calls('phone', NOON - 10 * HOUR, NOON + 1, 600);
    const [silent] = await silentAt(NOON + HOUR);
    expect(silent!.usual).toBeCloseTo(6.1, 1);
  });

  it('for longer than four days may be gone, and is not awaited', async () => {
    await calls('phone', NOON - 3 * WEEK, NOON, 3_600);
    expect(await silentAt(NOON + 3 * DAY)).toHaveLength(1);
    expect(await silentAt(NOON + 4 * DAY)).toEqual([]);
  });

  it('and told all that it ever told at once, as an export does, is not awaited', async () => {
    await calls('export.csv', NOON - 3 * WEEK, NOON, 600, { told: NOON + HOUR });
    expect(await silentAt(NOON + 2 * HOUR)).toEqual([]);
  });

  it('is awaited with what an export told of before, once it tells by itself for some days', async () => {
    await calls('crm', NOON - 3 * WEEK, NOON, 600, { told: NOON });
    await calls('crm', NOON, NOON + 2 * DAY, 600);
    expect(await silentAt(NOON + 2 * DAY + HOUR)).toMatchObject([{ source: 'crm' }]);
  });

  it('is awaited though it tells of each day in the night after it', async () => {
    for (let day = -21; day < 0; day += 1)
      await calls('files', NOON + day * DAY, NOON + (day + 1) * DAY, 600, { told: NOON + (day + 1) * DAY });
    expect(await silentAt(NOON + HOUR)).toMatchObject([{ source: 'files' }]);
  });

  it('is none of another tenant', async () => {
    await calls('phone', NOON - 3 * WEEK, NOON, 3_600, { tenant: 'other' });
    expect(await silentAt(NOON + HOUR)).toEqual([]);
  });
});
