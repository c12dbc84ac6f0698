import { answer } from '@tallyboard/answers/answer';
import { escaped } from '@tallyboard/answers/filters';
import { type MetricRequest, readQuestion } from '@tallyboard/answers/metric-request';
import { Opening } from '@tallyboard/answers/opening';
import type { Reference } from '@tallyboard/answers/reference';
import { Refusal } from '@tallyboard/answers/refusal';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import type { Cell } from '@tallyboard/domain/oracle';
import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import { metric } from '@tallyboard/metrics/define';
import { measuresOf, plus, ratio } from '@tallyboard/metrics/forms';
import { currenciesOf, hasOneInterval, isConvertible, readsBefore } from '@tallyboard/metrics/formula';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { randomProducts } from '@tallyboard/testkit/products';
import { randomRates } from '@tallyboard/testkit/rates';
import { testUser } from '@tallyboard/testkit/test-user';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND_ANSWERS } from './second-answers.js';
import { type Asked, counted, type Member, type SecondRow, secondRows } from './second-rows.js';
import { cellsOf, store, storeProducts, storeRates } from './stored.js';

/** Where most of a random history plays: two days around the start of summer time in Europe. */
const FROM = Date.UTC(2026, 2, 27) / 1_000;
const QUARTERS = 4 * 24 * 4;
const TENANTS = ['acme', 'Ünïon 東京'];
const OF_EACH_METRIC = 3;
const AT_ONCE = 4;
/** Ten years: more is refused as a target. */
const MOST_SECONDS = 315_576_000;
const DAY = 86_400;
/** Those of the offices that occur, in turn; the others are not known as offices. */
const ZONES = ['America/Los_Angeles', 'Asia/Kathmandu', 'Europe/Berlin', 'UTC', 'Pacific/Kiritimati'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Names are of another test. */
const referenceOf =
  (zones: Readonly<Record<string, string>>): Reference =>
  async () => ({
    offices: new Map(Object.entries(zones).map(([id, zone]) => [id, { id, name: id, zone }])),
    reps: new Map(),
    products: new Map(),
  });
const reference = referenceOf({});

describe('the answers and their second implementation', { timeout: 240_000 }, () => {
  let clickhouse: ClickHouse;
  const { clickhouseUrl, database } = isolated();

  beforeAll(async () => {
    clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  });
  afterAll(() => clickhouse?.close());

  it('are of the same metrics', () => {
    expect(Object.keys(SECOND_ANSWERS).toSorted()).toEqual(METRICS.map(({ name }) => name).toSorted());
  });

  it.each([11, 12])('agree on random questions over the random history %d', async (seed) => {
    const here = clickhouse.elsewhere(`${database}_${seed}`);
    try {
      await migrate(here);
      const cells = cellsOf(randomHistory(seed, 4_000));
      await store(here, wrongFirst(cells), 1);
      await store(here, cells, 2);
      const worthOf = await storeRates(here, randomRates(seed, 60));
      const countedAs = await storeProducts(here, randomProducts(seed, 60));
      const members = membersOf(cells);
      for (const tenant of TENANTS) await storeMembers(here, tenant, members);
      const agree = async (random: Question) => {
        const asked = await convertible(here, random);
        const question = textOf(asked);
        const expected = inOrder(
          secondRows(cells, {
            ...asked,
            worthOf: worthOf(asked.tenant),
            countedAs: countedAs(asked.tenant),
          }).map(shownOf(asked)),
        );
        const opening = new Opening();
        const { formula } = requestOf(question).metric;
        // The second time what was before the period need not be read.
        for (const time of readsBefore(formula) ? ['first', 'second'] : ['first'])
          expect(
            await rowsOf(here, asked, question, opening),
            `${asked.tenant}: ${question}, as of ${asked.now}, ${time} time`,
          ).toEqual(expected);
      };
      // What is merged occurs by its own id and by that of its survivor.
      const occurring = [...cells, ...cells.map((cell) => counted(cell, countedAs(cell.tenant)))];
      const questions = METRICS.flatMap((metric) =>
        fc.sample(questionOf(metric, occurring, members), { seed, numRuns: OF_EACH_METRIC }),
      );
      while (questions.length > 0) await Promise.all(questions.splice(0, AT_ONCE).map(agree));
    } finally {
      await here.command(`DROP DATABASE IF EXISTS ${here.database}`);
      await here.close();
    }
  });

  it('agree on a metric of two facts, split by what both have', async () => {
    const here = clickhouse.elsewhere(`${database}_two`);
    try {
      await migrate(here);
      const cells = cellsOf(randomHistory(13, 3_000));
      await store(here, cells, 1);
      const calls = measuresOf('call').sum('calls');
      const won = measuresOf('deal').sum('won');
      const callsPerWin = metric({
        name: 'calls_per_win',
        title: 'Calls per win',
        unit: 'score',
        better: 'down',
        definition: 'Calls ÷ deals won.',
        counts: 'Calls above the line, deals won below it.',
        omits: 'Activities other than calls.',
        edges: ['Without deals won there is no value.'],
        indicator: 'process',
        given: { calls: 300, won: 12 },
        formula: ratio(calls, won, { n: plus(calls, won) }),
      });
      expect(callsPerWin.dimensions).toEqual(['office', 'team', 'rep']);
      const period = `from=${iso(FROM)}&to=${iso(FROM + QUARTERS * 900)}&by=office,rep`;
      const request = { ...requestOf(`calls?${period}`), metric: callsPerWin };
      const answering = { database: here, reference, now: () => (FROM + QUARTERS * 900) * 1_000 };
      for (const tenant of TENANTS) {
        const found = await answer(answering, tenant, request);
        if (found instanceof Refusal) throw new Error(found.message);
        const ofBoth = new Map<string, { calls: number; won: number }>();
        for (const { tenant: whose, fact, bucket, dimensions, measures } of cells) {
          if (whose !== tenant || bucket < FROM || bucket >= FROM + QUARTERS * 900) continue;
          const key = JSON.stringify([dimensions.office, dimensions.rep]);
          const sums = ofBoth.get(key) ?? { calls: 0, won: 0 };
          if (fact === 'call') sums.calls += Number(measures.calls);
          if (fact === 'deal') sums.won += Number(measures.won);
          if (sums.calls + sums.won > 0) ofBoth.set(key, sums);
        }
        expect(
          new Map(
            found.answer.rows.map(({ dimensions, value, numerator, denominator }) => [
              JSON.stringify([dimensions.office, dimensions.rep]),
              [value, numerator, denominator],
            ]),
          ),
        ).toEqual(
          new Map(
            [...ofBoth].map(([key, sums]) => [
              key,
              [sums.won === 0 ? null : sums.calls / sums.won, sums.calls, sums.won],
            ]),
          ),
        );
        expect([...ofBoth.values()].some(({ calls, won }) => calls === 0 || won === 0)).toBe(true);
      }
    } finally {
      await here.command(`DROP DATABASE IF EXISTS ${here.database}`);
      await here.close();
    }
  });
});

/** As an older restate might have left them. */
const wrongFirst = (cells: readonly Cell[]): Cell[] =>
  cells.map((cell) => ({ ...cell, dimensions: { ...cell.dimensions, rep: 'who was wrong' } }));

/** But for the rates and products that it goes by. */
type Question = Omit<Asked, 'worthOf' | 'countedAs'>;

/** A question whose groups and values occur, with edges anywhere. */
function questionOf(
  metric: Metric,
  cells: readonly Cell[],
  members: readonly Member[],
): fc.Arbitrary<Question> {
  const offices = [...new Set(cells.map(({ dimensions }) => dimensions.office!))].filter((id) => id !== '');
  const zones = Object.fromEntries(
    offices.slice(0, -1).map((office, n) => [office, ZONES[n % ZONES.length]!] as const),
  );
  const mine = cells.filter(({ fact }) => metric.facts.includes(fact));
  const anywhere = fc.integer({ min: 0, max: QUARTERS }).map((quarter) => FROM + quarter * 900);
  // What happened on the edge itself is where answers go wrong.
  const eventful = [...new Set(mine.map(({ bucket }) => bucket))].filter(
    (bucket) => bucket >= FROM && bucket <= FROM + QUARTERS * 900,
  );
  const edge = fc.oneof(anywhere, fc.constantFrom(...eventful), fc.constantFrom(...eventful));
  const targets = mine
    .flatMap(({ measures }) =>
      Object.keys({ ...Object(measures.response_s), ...Object(measures.business_response_s) }).map(Number),
    )
    .filter((seconds) => seconds <= MOST_SECONDS);
  const valuesOf = (dimension: string) => [
    ...new Set(mine.flatMap(({ dimensions }) => dimensions[dimension] ?? [])),
  ];
  const filters = fc
    .subarray([...metric.dimensions], { maxLength: 2 })
    .chain((names) =>
      fc.record(
        Object.fromEntries(
          names.map((name) => [
            name,
            fc.uniqueArray(fc.constantFrom(...valuesOf(name)), { minLength: 1, maxLength: 4 }),
          ]),
        ),
      ),
    );
  return fc
    .record({
      edges: fc.tuple(edge, edge).filter(([from, to]) => from !== to),
      interval: hasOneInterval(metric.formula)
        ? fc.constant('none')
        : fc.constantFrom('none', 'hour', 'day', 'week'),
      weekStarts: fc.nat(6),
      isZeros: fc.boolean(),
      tz: fc.constantFrom('office', 'office', 'UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/New_York'),
      tenant: fc.constantFrom(...TENANTS),
      currency: isConvertible(metric.formula) ? fc.constantFrom(null, 'EUR', 'USD') : fc.constant(null),
      by: fc.subarray([...metric.dimensions], { maxLength: 3 }),
      filter: fc.oneof(fc.constant({}), filters),
      now: fc.integer({ min: FROM, max: FROM + QUARTERS * 900 }),
      days: fc.constantFrom(0, 0.5, 1, 30),
      target: fc.constantFrom(0, 60, 3_600, 86_400, ...targets),
    })
    .map(({ edges, by, filter, interval, isZeros, ...rest }) => {
      const isMixed =
        currenciesOf(metric.formula).length > 0 &&
        rest.currency === null &&
        !by.includes('currency') &&
        (filter as Record<string, string[]>).currency?.length !== 1;
      const isOfOffices = rest.tz === 'office';
      const [from, to] = [Math.min(...edges), Math.max(...edges)];
      return {
        ...(rest as Pick<Asked, 'tz' | 'weekStarts' | 'tenant' | 'currency' | 'now' | 'days' | 'target'>),
        interval: isOfOffices && interval === 'hour' ? 'day' : (interval as Asked['interval']),
        zones,
        everyone: isZeros && by.some((name) => PEOPLE.includes(name)) ? members : null,
        metric: metric.name,
        facts: metric.facts,
        from: isOfOffices ? Math.floor(from / DAY) * DAY : from,
        to: isOfOffices ? Math.ceil(to / DAY) * DAY : to,
        by: isMixed ? [...by, 'currency'] : by,
        filter: filter as Asked['filter'],
      };
    });
}

const PEOPLE = ['office', 'team', 'rep'];

/** Some of those who occur, where they do, some elsewhere for a while, and some who did nothing. */
function membersOf(cells: readonly Cell[]): Member[] {
  const known = new Map(cells.map(({ dimensions }) => [dimensions.rep!, dimensions]));
  const occurring = [...known.values()].filter(({ rep }, n) => rep !== '' && n % 2 === 0);
  return [
    ...occurring.map(({ rep, office, team }) => ({ rep: rep!, office: office!, team: team!, since: 0 })),
    ...occurring.map(({ rep }, n) => ({
      rep: rep!,
      office: 'elsewhere',
      team: 'new',
      since: FROM + n * 7_000,
    })),
    { rep: 'idle', office: occurring[0]!.office!, team: '', since: 0 },
    { rep: 'nowhere', office: '', team: '', since: 0 },
    { rep: 'of later', office: occurring[0]!.office!, team: '', since: FROM + 20 * DAY },
  ];
}

async function storeMembers(here: ClickHouse, tenant: string, members: readonly Member[]): Promise<void> {
  const rows = members.map(({ rep, office, team, since }, n) => {
    const at = new Date(since * 1_000).toISOString().replace('T', ' ').replace('Z', '');
    return JSON.stringify([tenant, rep, `member ${n}`, 'test', at, rep, office, team]);
  });
  const columns = ['tenant', 'rep_id', 'event_id', 'source', 'effective_from', 'name', 'office_id', 'team'];
  await here.insertRows('rep_events', columns, rows);
}

/** What has an amount and no currency cannot be converted: then the question is of some currencies. */
async function convertible(database: ClickHouse, asked: Question): Promise<Question> {
  if (asked.currency === null) return asked;
  const found = await answered(database, asked, textOf(asked), new Opening());
  const isOfNone = found.conversion!.missing.some(({ pair }) => pair.startsWith('/'));
  return isOfNone ? { ...asked, filter: { ...asked.filter, currency: ['EUR', 'USD'] } } : asked;
}

async function answered(database: ClickHouse, asked: Question, question: string, opening: Opening) {
  const answering = { database, reference: referenceOf(asked.zones), now: () => asked.now * 1_000 };
  const found = await answer(answering, asked.tenant, requestOf(question), undefined, opening);
  if (found instanceof Refusal) throw new Error(`${question}: ${found.message}`);
  return found.answer;
}

async function rowsOf(database: ClickHouse, asked: Question, question: string, opening: Opening) {
  const { conversion, rows } = await answered(database, asked, question, opening);
  expect(conversion?.missing ?? [], question).toEqual([]);
  return inOrder(
    rows.map(({ start, dimensions, value, n, numerator, denominator }) => ({
      start: start === undefined ? asked.from : Date.parse(start) / 1_000,
      dimensions,
      value: rounded(value),
      n,
      numerator,
      denominator,
    })),
  );
}

function textOf(asked: Question): string {
  const { metric, from, to, interval, tz, weekStarts, by, everyone, filter, currency, target, days } = asked;
  const edge = (at: number) => (tz === 'office' ? iso(at).slice(0, 10) : iso(at));
  const search = new URLSearchParams({
    from: edge(from),
    to: edge(to),
    week_starts: WEEKDAYS[weekStarts]!,
    interval,
    tz,
    by: by.join(','),
  });
  for (const [name, values] of Object.entries(filter))
    search.append('filter', `${name}:${values.map(escaped).join('|')}`);
  if (everyone) search.set('zeros', 'true');
  if (currency !== null) search.set('currency', currency);
  if (metric.startsWith('first_response_within')) search.set('target', String(target));
  if (metric.startsWith('long_term')) search.set('days', String(days));
  return `${metric}?${search}`;
}

const iso = (epochSeconds: number) => new Date(epochSeconds * 1_000).toISOString();

function requestOf(question: string): MetricRequest {
  const request = readQuestion(question);
  if (request instanceof Refusal) throw new Error(`${question}: ${request.message}`);
  return request;
}

/** As the API writes it: decimals without closing zeros, nothing where the formula has no such part. */
function shownOf({ metric, currency }: Question) {
  // Converted amounts are in units of 10^-16, and so is what is money for each of something.
  const unit = currency === null ? 1n : 10n ** 12n;
  const isMoney = METRICS.find(({ name }) => name === metric)!.unit === 'money';
  const written = (amount: bigint) => decimal(awayFromZero(amount, unit));
  const plain = (amount: unknown) => Number(typeof amount === 'bigint' ? decimal(amount, 16) : amount);
  const perOne = (value: number | null, numerator: unknown, denominator: unknown): number | null => {
    if (value === null || currency === null) return value;
    if (typeof numerator === 'bigint') return plain(numerator) / plain(denominator);
    return isMoney ? value / Number(unit) : value;
  };
  return ({ start, dimensions, value, n, numerator, denominator }: SecondRow) => ({
    start,
    dimensions,
    value: rounded(typeof value === 'bigint' ? written(value) : perOne(value, numerator, denominator)),
    n,
    numerator: typeof numerator === 'bigint' ? written(numerator) : (numerator ?? null),
    denominator: typeof denominator === 'bigint' ? written(denominator) : (denominator ?? null),
  });
}

/** To the nearest of some units, halves away from 0. */
function awayFromZero(amount: bigint, unit: bigint): bigint {
  const magnitude = ((amount < 0n ? -amount : amount) + unit / 2n) / unit;
  return amount < 0n ? -magnitude : magnitude;
}

/** Money in ten-thousandths, or in units of another place. */
function decimal(money: bigint, places = 4): string {
  const digits = String(money < 0n ? -money : money).padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return money < 0n ? `-${text}` : text;
}

/** To fourteen digits: two ways to divide may differ in the last bit. */
const rounded = (value: number | string | null) =>
  typeof value === 'number' ? Number(value.toPrecision(14)) : value;

/** Rows of equal value stand in no particular order. */
function inOrder<T extends { start: number; dimensions: Record<string, string> }>(rows: T[]): T[] {
  const key = ({ start, dimensions }: T) => JSON.stringify([start, dimensions]);
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
