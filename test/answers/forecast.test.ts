import { forecast, readForecast } from '@tallyboard/answers/forecast';
import { Refusal } from '@tallyboard/answers/refusal';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealLost, dealOpened, dealWon, type Given, rep, stageChanged, times } from '../golden/given.js';
import { eventsOf } from '../golden/pipeline.js';
import { cellsOf, store } from './stored.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

const NOW = '2026-04-15T12:00Z';

/** A deal of bob that went from lead to offer and was closed. */
const closed = (id: string, on: string, isWon: boolean, facts = {}): Given[] => [
  dealOpened(id, '2025-01-10T09:00Z', { rep_id: 'bob', pipeline: 'new', stage: 'lead', ...facts }),
  stageChanged(id, '2025-02-01T09:00Z', 'offer'),
  isWon ? dealWon(id, on, 10) : dealLost(id, on),
];
const open = (
  id: string,
  owner: string,
  stage: string | undefined,
  amount: string | null,
  facts = {},
): Given =>
  dealOpened(id, '2026-04-01T09:00Z', {
    ...{ rep_id: owner, pipeline: 'new', stage, currency: 'EUR' },
    ...(amount === null ? {} : { amount }),
    ...facts,
  });

const GIVEN: Given[] = [
  rep('ann', 'west', ''),
  rep('bob', 'east', ''),
  // Of three with an offer one is won; of the lead that never got there none.
  ...closed('won', '2025-06-01T09:00Z', true),
  ...times(2, (n) => closed(`lost ${n}`, '2026-04-15T09:00Z', false)),
  dealOpened('lost at once', '2026-01-10T09:00Z', { pipeline: 'new', stage: 'lead' }),
  dealLost('lost at once', '2026-01-20T09:00Z'),
  // Closed a day too early for the year, and in another pipeline.
  ...closed('long ago', '2025-04-15T23:00Z', true),
  ...closed('renewed', '2026-02-01T09:00Z', true, { pipeline: 'renewal' }),
  open('A', 'ann', 'offer', '100'),
  open('B', 'ann', 'lead', '10.0001'),
  open('C', 'bob', 'offer', '0.01'),
  open('D', 'bob', 'demo', '7'),
  open('E', 'bob', 'offer', '5', { currency: 'USD' }),
  open('without an amount', 'bob', 'offer', null),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await store(clickhouse, cellsOf(eventsOf('acme', GIVEN)), 1);
});
afterAll(() => clickhouse?.close());

async function asked(query: string, now = NOW) {
  const request = readForecast(new URLSearchParams(query));
  if (request instanceof Refusal) return request.message;
  const answering = {
    database: clickhouse,
    reference: async () => ({ offices: new Map(), reps: new Map(), products: new Map() }),
    now: () => Date.parse(now),
  };
  const found = await forecast(answering, 'acme', request);
  if (found instanceof Refusal) return found.message;
  return found;
}

describe('the forecast', () => {
  it('is what is open in each stage, times the part won of the deals that were there and closed in the year', async () => {
    const found = await asked('');
    expect(found).toMatchObject({ year: { from: '2025-04-16', to: '2026-04-16' } });
    const { stages, totals } = found as Exclude<typeof found, string>;
    expect(
      stages.map(({ dimensions: { stage, currency }, value, deals, won, closed, weighted }) =>
        [stage, currency, value, deals, `${won} of ${closed}`, weighted].join(' '),
      ),
    ).toEqual([
      'offer EUR 100.01 2 1 of 3 33.3367',
      'lead EUR 10.0001 1 1 of 4 2.5',
      // Of no closed deal that was ever in it.
      'demo EUR 7 1 0 of 0 ',
      'offer USD 5 1 1 of 3 1.6667',
    ]);
    expect(totals).toEqual([
      { dimensions: { currency: 'EUR' }, value: '117.0101', deals: 4, weighted: '35.8367', unweighed: 1 },
      { dimensions: { currency: 'USD' }, value: '5', deals: 1, weighted: '1.6667', unweighed: 0 },
    ]);
  });

  it('goes by the rates of everybody, whoever is asked for', async () => {
    const found = await asked('by=rep&filter=currency:EUR');
    expect(found).toMatchObject({
      totals: [
        { dimensions: { rep: 'ann' }, weighted: '35.8333', unweighed: 0 },
        { dimensions: { rep: 'bob' }, value: '7.01', weighted: '0.0033', unweighed: 1 },
      ],
    });
    expect(await asked('filter=stage:demo')).toMatchObject({ totals: [{ value: '7', weighted: null }] });
  });

  it('is of the end of the period, and says of nothing that nothing is open', async () => {
    expect(await asked('from=2026-01-01&to=2026-02-01')).toMatchObject({
      year: { from: '2025-02-01', to: '2026-02-01' },
      // What is renewed on the day after, in a pipeline of which nothing was closed before.
      totals: [{ value: '10', weighted: null, unweighed: 1 }],
    });
    expect(await asked('from=2024-01-01&to=2024-02-01')).toMatchObject({ totals: [], stages: [] });
    expect(await asked('period=today&tz=office')).toMatchObject({ year: { to: '2026-04-16' } });
  });

  it('is refused where it is asked by what it has not', async () => {
    expect(await asked('interval=day')).toMatch(/interval/);
    expect(await asked('by=direction')).toMatch(/direction/);
  });
});
