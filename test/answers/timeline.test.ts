import { LIMITS } from '@tallyboard/answers/limits';
import { Refusal } from '@tallyboard/answers/refusal';
import { readTimeline, timeline } from '@tallyboard/answers/timeline';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { ENTITIES } from '@tallyboard/contracts/registry';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountCreated,
  accountMerged,
  activity,
  activityRemoved,
  becameCustomer,
  call,
  callAmended,
  campaignAmended,
  campaignCreated,
  churned,
  dealAmended,
  dealOpened,
  dealWon,
  leadCreated,
  office,
  rep,
  subscribed,
  ticketOpened,
  touched,
} from '../golden/given.js';
import { storeEvents, type Told } from '../quality/store-events.js';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;

const OF_A = { account_id: 'A' };
/** The nth is e<n>. Told in no order. */
const EVENTS: Told[] = [
  dealWon('D-1', '2026-03-05T09:00Z', 100),
  dealOpened('D-1', '2026-03-02T09:00Z', { ...OF_A, rep_id: 'ann', amount: 80, currency: 'EUR' }),
  dealAmended('D-1', '2026-03-06T09:00Z', { amount: 120, currency: 'EUR' }),
  accountCreated('A', '2026-03-01T09:00Z'),
  becameCustomer('A', '2026-03-05T10:00Z'),
  churned('A', '2026-03-20T09:00Z', 'price'),
  churned('A', '2026-03-21T09:00Z', 'service', { replaces: 'e6' }),
  accountCreated('B', '2026-02-01T09:00Z'),
  accountMerged('B', '2026-03-15T09:00Z', 'A'),
  call('C-1', '2026-03-03T09:00Z', 'ann', 60, OF_A),
  callAmended('C-1', '2026-03-03T09:00Z', '2026-03-04T09:00Z', { rep_id: 'bob' }),
  call('C-2', '2026-03-03T10:00Z', 'ann', 60),
  ticketOpened('T-1', '2026-03-04T09:00Z', { account_id: 'B' }),
  subscribed('A', '2026-03-07T09:00Z', 50),
  rep('ann', 'west', 'x', '2026-01-01T00:00Z'),
  office('west', 'UTC'),
  // A campaign that touched D-1, and many others.
  campaignCreated('spring', '2026-02-01T09:00Z', { name: 'Spring' }),
  touched('spring', '2026-03-01T12:00Z', { deal_id: 'D-1' }),
  campaignAmended('spring', '2026-03-10T09:00Z', { name: 'Spring fair' }),
  leadCreated('L-1', '2026-03-01T10:00Z'),
  activity('M-1', '2026-03-02T15:00Z', 'meeting', 'bob', { lead_id: 'L-1' }),
  activityRemoved('M-1', '2026-03-02T15:00Z', '2026-03-03T15:00Z'),
  touched('summer', '2026-03-01T12:00Z', { lead_id: 'L-1' }),
  // Of somebody else.
  dealOpened('D-9', '2026-03-02T10:00Z', { account_id: 'Z', rep_id: 'bob' }),
];

beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
  await storeEvents(clickhouse, 'acme', EVENTS);
  await clickhouse.command(`INSERT INTO campaign_events (tenant, campaign_id, event_id, source, type, occurred_at, touched_at, lead_id)
    SELECT 'acme', 'spring', concat('t', toString(number)), 'test', 'campaign.touched', at, at, concat('other ', toString(number))
    FROM (SELECT number, toDateTime64('2026-04-01 00:00:00', 3, 'UTC') + number AS at FROM numbers(${LIMITS.listedRows + 10}))`);
  // Told twice is told once.
  await storeEvents(clickhouse, 'acme', EVENTS);
  await storeEvents(clickhouse, 'globex', EVENTS.slice(0, 2));
});
afterAll(() => clickhouse?.close());

async function asked(entity: string, id: string, query = '', tenant = 'acme') {
  const request = readTimeline(entity, id, new URLSearchParams(query));
  if (request instanceof Refusal) return request.message;
  const found = await timeline(clickhouse, tenant, request);
  return found instanceof Refusal ? found.message : found;
}
async function told(entity: string, id: string, query = '', tenant = 'acme') {
  const found = await asked(entity, id, query, tenant);
  if (typeof found === 'string') throw new Error(found);
  return found;
}
const idsOf = ({ events }: Awaited<ReturnType<typeof told>>) => events.map(({ event_id }) => event_id);

describe('a timeline', () => {
  it('of a deal has its events as they happened, and what an amendment changed', async () => {
    const found = await told('deal', 'D-1');
    expect(found.events.map(({ event_id, type, is_related }) => [event_id, type, is_related])).toEqual([
      // The one touch that names it, and nothing else of that campaign.
      ['e18', 'campaign.touched', true],
      ['e2', 'deal.opened', false],
      ['e1', 'deal.closed', false],
      ['e3', 'deal.amended', false],
    ]);
    expect(found.events[3]!.changes).toEqual([
      { field: 'amount', was: '100', now: '120', said_by: { source: 'test', event_id: 'e1' } },
    ]);
    expect(found.events[2]!.corrected_by).toEqual([{ how: 'amended', source: 'test', event_id: 'e3' }]);
    expect(found.events[1]!.data).toMatchObject({ account_id: 'A', amount: '80' });
    expect(found.next).toBeNull();
  });

  it('of an account has those of its deals, calls, tickets and subscriptions, and of what was merged into it', async () => {
    const found = await told('account', 'A');
    expect(found.merged).toEqual(['B']);
    // By when they happened: B, A, D-1 opened, the call, its correction and the ticket of B, closed, customer, …
    expect(idsOf(found)).toEqual([
      'e8',
      'e4',
      'e2',
      'e10',
      'e11',
      'e13',
      'e1',
      'e5',
      'e3',
      'e14',
      'e9',
      'e6',
      'e7',
    ]);
    const related = found.events.filter(({ is_related }) => is_related).map(({ entity }) => entity);
    expect([...new Set(related)].sort()).toEqual(['call', 'deal', 'subscription', 'ticket']);
    const [replaced, replacing] = found.events.slice(-2);
    expect(replacing!.corrects).toEqual({ how: 'replaces', source: 'test', event_id: 'e6' });
    expect(replaced!.corrected_by).toEqual([{ how: 'replaced', source: 'test', event_id: 'e7' }]);
  });

  it('of a lead has all of what is of it, also what does not name it', async () => {
    expect(idsOf(await told('lead', 'L-1'))).toEqual(['e20', 'e23', 'e21', 'e22']);
  });

  it('of a campaign has what it touched, however many they are, and what was corrected', async () => {
    const { events, next } = await told('campaign', 'spring', 'limit=3');
    expect(events.map(({ event_id }) => event_id)).toEqual(['e17', 'e18', 'e19']);
    expect(events[2]!.changes).toMatchObject([{ field: 'name', was: 'Spring', now: 'Spring fair' }]);
    expect(events[0]!.corrected_by).toMatchObject([{ event_id: 'e19' }]);
    const page = await told('campaign', 'spring', `limit=1000&after=${next}`);
    expect(page.events).toHaveLength(1_000);
  });

  it('of a rep has what names it, and not all of what that is about', async () => {
    const found = await told('rep', 'ann');
    expect(idsOf(found)).toEqual(['e15', 'e2', 'e10', 'e12']);
    // What the call was said to be of later is no event of hers, and corrects one that is.
    expect(found.events[2]!.corrected_by).toEqual([{ how: 'amended', source: 'test', event_id: 'e11' }]);
  });

  it('is told page by page, each event once', async () => {
    const pages: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await told('account', 'A', `limit=4${next === '' ? '' : `&after=${next}`}`);
      expect(page.events.length).toBeLessThanOrEqual(4);
      pages.push(...idsOf(page));
      next = page.next;
    }
    expect(pages).toEqual(idsOf(await told('account', 'A')));
  });

  it('is of one tenant alone', async () => {
    expect(idsOf(await told('deal', 'D-1', '', 'globex'))).toEqual(['e2', 'e1']);
    expect(await asked('account', 'B', '', 'globex')).toBe('nothing was ever said of account "B"');
  });

  it('can be asked of every entity', async () => {
    for (const entity of ENTITIES) expect(await asked(entity, "nobody's")).toContain('nothing was ever said');
  });

  it('is refused where it means nothing', async () => {
    expect(await asked('deals', 'D-1')).toContain('did you mean "deal"');
    expect(await asked('deal', 'D-1', 'limit=0')).toContain('from 1 to 1000');
    expect(await asked('deal', 'D-1', 'after=x')).toContain('begin without it');
    expect(await asked('deal', 'D-1', 'from=2026-03-01')).toContain('a parameter of a timeline');
  });
});
