import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { afterEach, describe, expect, it } from 'vitest';
import { ENTITIES } from '../entities.js';
import type { FileReport } from '../file.js';
import { NOTHING } from '../intake.js';
import type { Asking } from './numbers.js';
import { type CoveredPeriod, coveredBy } from './period.js';
import { answersTo, type Imported, intakeOf } from './summary.js';
import { answersTold, intakeTold } from './told.js';

const PERIOD: CoveredPeriod = {
  first: '2026-03-02T09:00:00+01:00',
  last: '2026-03-31T18:00:00+02:00',
  from: '2026-03-02',
  to: '2026-04-01',
  tz: 'Europe/Berlin',
};

let server: Server | undefined;
afterEach(() => void server?.close());

interface Scripted {
  tenant?: string;
  /** One after the other; the last one stays. */
  lags?: (number | null)[];
  respond?(path: string, response: ServerResponse): boolean;
}

/** A query service that has counted everything, unless it is told otherwise, and a clock that goes on by waiting alone. */
async function asking({ tenant = 'acme', lags = [0], respond }: Scripted = {}) {
  const asked: string[] = [];
  const said: string[] = [];
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (respond?.(url, response)) return;
    const metric = /metrics\/(\w+)/.exec(url)?.[1];
    const lag_ms = lags.length > 1 ? lags.shift() : lags[0];
    const body = metric
      ? {
          ...{ tenant, metric, title: titleOf(metric), unit: unitOf(metric), freshness: { lag_ms } },
          rows: ROWS[metric] ?? [{ dimensions: {}, value: null, n: 0 }],
        }
      : { tenant, problems: PROBLEMS };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let nowMs = 0;
  const who: Asking = {
    query: { name: 'The query service', url, setting: 'TALLY_QUERY_URL', key: 'k' },
    tenant: 'acme',
    clock: {
      now: () => nowMs,
      pause: async (ms) => {
        nowMs += ms;
      },
    },
    onWait: (why) => said.push(why),
  };
  const answers = (sentAt = -60_000) =>
    answersTo(
      who,
      [
        {
          entity: { name: 'deals', metrics: ['deals_won', 'revenue_won', 'close_rate', 'nps'] },
          source: 'crm',
        },
      ],
      PERIOD,
      sentAt,
    );
  return { answers, asked, said, waited: () => nowMs };
}

const metricOf = (name: string) => METRICS.find((each) => each.name === name);
const titleOf = (name: string) => metricOf(name)?.title;
const unitOf = (name: string) => metricOf(name)?.unit;

const ROWS: Record<string, object[]> = {
  deals_won: [{ dimensions: {}, value: 1_200, n: 1_200 }],
  revenue_won: [
    { dimensions: { currency: 'EUR' }, value: '1234567.5', n: 1_000 },
    { dimensions: { currency: 'USD' }, value: '99', n: 200 },
  ],
  close_rate: [{ dimensions: {}, value: 0.25, n: 4_800 }],
};
const problem = (source: string, field: string) => ({
  ...{ source, entity: 'deal', kind: 'won_without_amount', field, events: 12, of: 1_200, share: 0.01 },
  examples: ['d1'],
});
const PROBLEMS = [problem('crm', 'amount'), problem('other', 'amount')];

describe('the numbers after an import', () => {
  it('are those of the tenant in the time that the files cover, with what looks wrong of their source', async () => {
    const { answers, asked } = await asking();
    const told = answersTold({ ...(await answers()), period: PERIOD }, { tenant: 'acme', sources: ['crm'] });
    expect(told).toBe(
      [
        'All that acme has from 2026-03-02 to 2026-03-31 (Europe/Berlin), wherever it came from:',
        '',
        'metric                   value      n',
        '────────────────  ────────────  ─────',
        'Deals won                1,200',
        'Revenue won, EUR  1,234,567.50  1,000',
        'Revenue won, USD         99.00    200',
        'Close rate             25.00 %  4,800',
        '',
        'What of it crm has sent and looks wrong ("tally doctor data --help" says what each kind is):',
        '',
        'source  of    problem             field   events   share',
        '──────  ────  ──────────────────  ──────  ──────  ──────',
        'crm     deal  won_without_amount  amount      12  1.00 %',
      ].join('\n'),
    );
    const span = 'from=2026-03-02&to=2026-04-01&tz=Europe%2FBerlin';
    expect(new Set(asked)).toEqual(
      new Set([
        ...['deals_won', 'revenue_won', 'close_rate', 'nps'].map((each) => `/v1/metrics/${each}?${span}`),
        `/v1/data-quality?${span}`,
      ]),
    );
  });

  it('are asked for once everything that was sent is counted, by how far the service is behind and no clock of its own', async () => {
    const { answers, waited } = await asking({ lags: [9_000, 3_000, 3_000, 3_000, 3_000, null, 700] });
    expect(await answers(0)).toMatchObject({ numbers: { told: [{}, {}, {}, {}] } });
    // 700 ms behind, and a second for the way.
    expect(waited()).toBe(1_750);
  });

  it('need no waiting where the service has gone further meanwhile', async () => {
    const { answers, waited } = await asking({ lags: [40_000] });
    expect(await answers(-41_000)).toMatchObject({ numbers: { told: [{}, {}, {}, {}] } });
    expect(waited()).toBe(0);
  });

  it('are not shown where they lag, and it says how to ask for them', async () => {
    const { answers, said, waited } = await asking({ lags: [95_000] });
    const told = answersTold({ ...(await answers(0)), period: PERIOD }, { tenant: 'acme', sources: ['crm'] });
    expect(told).toBe(
      'Its numbers are not shown. Not all of it is counted yet: the numbers are 1 min 35 s behind. Later they are what "tally query" tells with --tenant acme --from 2026-03-02 --to 2026-04-01 --tz Europe/Berlin.',
    );
    expect([said, waited()]).toEqual([['Waiting until it is counted …'], 30_000]);
  });

  const fails = (status: number, body: string) => (_: string, response: ServerResponse) =>
    Boolean(response.writeHead(status).end(body));
  it.each<[string, Scripted, RegExp]>([
    [
      'the key may not read',
      { respond: fails(403, '{"error":{"code":"forbidden","message":"it wants the scope read"}}') },
      /does not let this API key do that \(it wants the scope read\): create one with the scope it needs/,
    ],
    ['the key is another’s', { tenant: 'globex' }, /answered for globex, not for acme/],
    [
      'somebody else is at the address',
      { respond: fails(200, '<html>') },
      /is not the query service: set TALLY_QUERY_URL/,
    ],
    [
      'nobody is',
      { respond: (_, response) => Boolean(response.destroy()) },
      /does not answer at .*TALLY_QUERY_URL/,
    ],
  ])('are not shown where %s, which is said', async (_, scripted, sentence) => {
    const { answers } = await asking(scripted);
    const { numbers } = await answers();
    expect(numbers).toEqual({ unknown: expect.stringMatching(sentence) });
  });

  it('are shown also where what looks wrong cannot be told', async () => {
    const respond = (path: string, response: ServerResponse) =>
      path.startsWith('/v1/data-quality') &&
      fails(503, '{"error":{"code":"busy","message":"too much at once"}}')(path, response);
    const { answers } = await asking({ respond });
    const told = answersTold({ ...(await answers()), period: PERIOD }, { tenant: 'acme', sources: ['crm'] });
    expect(told).toContain('Deals won');
    expect(told).toMatch(
      /What looks wrong is not shown\. The query service answered 503: too much at once\./,
    );
  });
});

describe('what the files came to', () => {
  const file = (kind: string, day: string, reasons: FileReport['reasons'] = []): FileReport => ({
    ...{
      ...NOTHING,
      file: `${kind}.csv`,
      kind,
      rejects: null,
      skipped: 0,
      reasons,
      events: { 'deal.opened': 2 },
    },
    ...{ first: `2026-03-${day}T23:30:00.000Z`, last: `2026-03-${day}T23:30:00.000Z` },
  });
  const imported = (name: string, zone: string, files: FileReport[]): Imported => ({
    report: { files, events: 0, rejected: 0, unknownReps: [] },
    ...{ entity: { name, metrics: [] }, source: 'crm', zone },
  });
  const reason = (lines: number) => ({ reason: `${lines}`, line: 2, lines });

  it('is one summary of all files, the most frequent first; those beside them do not widen the time', () => {
    const files = [
      file('accounts', '01'),
      file('deals', '10', [reason(1)]),
      file('deals', '12', [reason(3)]),
    ];
    const { events, period, reasons } = intakeOf([imported('deals', 'Europe/Berlin', files)]);
    expect(events).toEqual([{ type: 'deal.opened', events: 6 }]);
    expect(period).toMatchObject({ from: '2026-03-11', to: '2026-03-14', tz: 'Europe/Berlin' });
    expect(reasons.map(({ lines }) => lines)).toEqual([3, 1]);
  });

  it('has days of UTC where its mappings are of several zones', () => {
    const [deals, calls] = [file('deals', '10'), file('calls', '12')];
    const all = [imported('deals', 'Europe/Berlin', [deals]), imported('calls', 'Asia/Tokyo', [calls])];
    expect(intakeOf(all).period).toMatchObject({ from: '2026-03-10', to: '2026-03-13', tz: 'UTC' });
  });

  it('is shown by type of event, and by reason the most frequent five', () => {
    const reasons = [7, 6, 5, 4, 3, 2].map((lines, i) => ({
      ...{ reason: `column${i}: empty`, line: i + 2, lines, file: '/exports/deals.csv' },
    }));
    const events = [{ type: 'deal.opened', events: 12_000 }];
    expect(intakeTold({ events, period: PERIOD, reasons })).toBe(
      [
        'event        events',
        '───────────  ──────',
        'deal.opened  12,000',
        '',
        'The time that they cover: 2026-03-02 to 2026-03-31 (Europe/Berlin).',
        '',
        'why lines were rejected  lines  such as',
        '───────────────────────  ─────  ───────────',
        'column0: empty               7  deals.csv:2',
        'column1: empty               6  deals.csv:3',
        'column2: empty               5  deals.csv:4',
        'column3: empty               4  deals.csv:5',
        'column4: empty               3  deals.csv:6',
        '… and 1 more reasons.',
      ].join('\n'),
    );
  });

  it('covers whole days of the mapping’s zone, from 1990 on', () => {
    const covered = coveredBy(
      [
        { first: '1985-06-01T00:00:00.000Z', last: '2026-03-31T22:30:00.000Z' },
        { first: null, last: null },
      ],
      'Europe/Berlin',
    );
    expect(covered).toMatchObject({
      ...{ first: '1985-06-01T02:00:00+02:00', last: '2026-04-01T00:30:00+02:00' },
      ...{ from: '1990-01-01', to: '2026-04-02' },
    });
    expect(coveredBy([{ first: null, last: null }], 'UTC')).toBeNull();
  });
});

it('every kind of file tells of metrics that there are', () => {
  const known = METRICS.map(({ name }) => name);
  for (const { name, metrics } of ENTITIES)
    expect([name, metrics.filter((each) => !known.includes(each))]).toEqual([name, []]);
});
