import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTITIES } from './entities.js';
import type { OutgoingEvent } from './events.js';
import { readMapping } from './mapping.js';
import { runImport } from './run.js';
import type { Refusal } from './send.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-entities-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Imports one file of `entity`: what its events say without their version, and why lines were refused. */
async function importing(
  entity: string,
  rules: string,
  lines: string[],
  refuse: (events: readonly OutgoingEvent[]) => Refusal[] = () => [],
) {
  const file = join(dir, `${entity}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  const events: OutgoingEvent[] = [];
  const reasons: string[] = [];
  await runImport({
    mapping: readMapping(`source: s\n${entity}:\n${rules}`, 'map.yaml'),
    entity: ENTITIES.find(({ name }) => name === entity)!,
    files: [file],
    now: () => Date.parse('2026-04-15T12:00:00Z'),
    rejectsPath: (path) => `${path}.rejects.csv`,
    send: async (sent) => {
      events.push(...sent);
      return refuse(sent);
    },
    progress: () => ({ update: () => undefined, finish: () => undefined }),
    onReject: (_file, line, reason) => reasons.push(`${line}: ${reason}`),
  });
  const said = events.map(({ type, time, data: { source_version, ...data } }) => ({ type, time, ...data }));
  return { said, reasons };
}

const CALLS = `
  id: { column: Id }
  started_at: { column: Start }
  direction: { column: Way, values: { in: inbound, out: outbound } }
  outcome: { column: Result, values: { answered: connected } }
  duration: { column: Talk }
  rep: { column: Agent, as: slug }
`;

describe('a line of calls', () => {
  it('is a call, whose talk time may be seconds or hours, minutes and seconds', async () => {
    const { said } = await importing('calls', CALLS, [
      'Id;Start;Way;Result;Talk;Agent',
      '1;2026-03-02T09:00:00Z;in;answered;95;Ada L.',
      '2;2026-03-02T10:00:00Z;out;no_answer;;',
      '3;2026-03-02T11:00:00Z;out;answered;1:00:05;',
    ]);
    expect(said).toMatchObject([
      {
        type: 'call.logged',
        time: '2026-03-02T09:00:00.000Z',
        call_id: '1',
        direction: 'inbound',
        outcome: 'connected',
        duration_ms: 95_000,
        channel: 'phone',
        rep_id: 'ada-l',
      },
      { call_id: '2', direction: 'outbound', outcome: 'no_answer', duration_ms: 0 },
      { call_id: '3', duration_ms: 3_605_000 },
    ]);
  });

  it('is refused where a duration could be two things, or a word is none', async () => {
    const { said, reasons } = await importing('calls', CALLS, [
      'Id,Start,Way,Result,Talk,Agent',
      '1,2026-03-02T09:00:00Z,in,answered,4:10,',
      '2,2026-03-02T09:00:00Z,sideways,answered,4,',
      '3,,in,answered,4,',
    ]);
    expect(said).toEqual([]);
    expect(reasons).toEqual([
      expect.stringMatching(/^2: Talk: "4:10" could be .* unit: "mm:ss" or "hh:mm"$/),
      expect.stringMatching(/^3: Way: .*sideways.*; it wants .*inbound/),
      '4: Start: empty; a call needs the time of its start',
    ]);
  });
});

it('a line of subscriptions is what it brings in a month, and its end; several of one are its changes', async () => {
  const { said, reasons } = await importing(
    'subscriptions',
    `
  id: { column: id }
  account: { column: customer }
  started_at: { column: from }
  mrr: { column: price }
  months: { column: interval, values: { month: '1', year: '12' } }
  currency: { column: currency }
  ended_at: { column: until }
  reason: { column: why }
`,
    [
      'id,customer,from,price,interval,currency,until,why',
      'S-1,A-1,2026-01-01T00:00:00Z,100,month,EUR,2026-03-01T00:00:00Z,',
      'S-1,A-1,2026-03-01T00:00:00Z,1250,year,EUR,2026-05-01T00:00:00Z,price',
      'S-2,A-2,2026-01-01T00:00:00Z,10,month,EUR,,',
      'S-2,A-2,2026-01-01T00:00:00Z,20,month,EUR,,',
      'S-3,A-3,2026-01-01T00:00:00Z,-0.5,year,EUR,,',
    ],
  );
  expect(said).toMatchObject([
    { type: 'subscription.changed', account_id: 'A-1', subscription_id: 'S-1', mrr: '100' },
    { type: 'subscription.changed', effective_at: Date.UTC(2026, 2, 1), mrr: '104.1667' },
    { type: 'subscription.ended', ended_at: Date.UTC(2026, 4, 1), reason: 'price' },
    { type: 'subscription.changed', account_id: 'A-3', mrr: '-0.0417' },
  ]);
  expect(reasons).toEqual([expect.stringMatching(/^4: /), expect.stringMatching(/^5: /)]);
});

it('a line of activities is what its kind says, by the words of the mapping', async () => {
  const { said, reasons } = await importing(
    'activities',
    `
  id: { column: id }
  performed_at: { column: when }
  kind: { column: what, values: { Mail: email_sent, Seminar: workshop } }
  quantity: { column: people }
  rep: { column: who }
`,
    [
      'id,when,what,people,who',
      '1,2026-03-02T09:00:00Z,Mail,,ada',
      '2,2026-03-02T10:00:00Z,Seminar,24,',
      '3,2026-03-02T10:00:00Z,Lunch,,ada',
    ],
  );
  expect(said).toMatchObject([
    { type: 'activity.logged', activity_id: '1', kind: 'email_sent', rep_id: 'ada' },
    { activity_id: '2', kind: 'workshop', quantity: 24 },
  ]);
  expect(reasons).toEqual([expect.stringMatching(/^4: what: .*Lunch.*it wants .*email_sent/)]);
});

it('a line of leads is what became of each as far as it says when, and one that shows no end of both is open again', async () => {
  const rules = `
  id: { column: id }
  created_at: { column: created }
  lead_source: { column: from }
  contacted_at: { column: called }
  converted_at: { column: converted }
  deal: { column: deal }
`;
  const lines = [
    'id,created,from,called,converted,deal,lost,why',
    'a,2026-03-02,web,2026-03-03,2026-03-09,D-1,,',
    'b,2026-03-02,fair,,,,2026-03-04,price',
    'c,2026-03-02,,,,,,',
    'd,,,,,,,',
  ];
  const both = `${rules}  disqualified_at: { column: lost }\n  reason: { column: why }\n`;
  const { said, reasons } = await importing('leads', both, lines);
  expect(said).toMatchObject([
    { type: 'lead.created', lead_id: 'a', lead_source: 'web', time: '2026-03-02T00:00:00.000Z' },
    { type: 'lead.contacted', lead_id: 'a', time: '2026-03-03T00:00:00.000Z' },
    { type: 'lead.converted', lead_id: 'a', deal_id: 'D-1' },
    { type: 'lead.created', lead_id: 'b' },
    { type: 'lead.disqualified', lead_id: 'b', reason: 'price', time: '2026-03-04T00:00:00.000Z' },
    { type: 'lead.created', lead_id: 'c' },
    { type: 'lead.reopened', lead_id: 'c', time: '2026-04-15T12:00:00.000Z' },
  ]);
  expect(reasons).toEqual(['5: created: empty; a lead needs the time at which it came in']);
  const ofConversions = await importing('leads', rules, lines.slice(0, 4));
  expect(ofConversions.said.filter(({ type }) => type === 'lead.reopened')).toEqual([]);
});

it('a line of touches is how a campaign reached whom it names, which is somebody', async () => {
  const { said, reasons } = await importing(
    'touches',
    `
  id: { column: id }
  campaign: { column: campaign }
  touched_at: { column: at }
  lead: { column: lead }
  deal: { column: deal }
`,
    [
      'id,campaign,at,lead,deal',
      'T-1,spring,2026-03-02,L-1,',
      'T-2,spring,2026-03-03,L-1,D-1',
      'T-3,spring,2026-03-04,,',
    ],
  );
  const touched = { type: 'campaign.touched', campaign_id: 'spring', lead_id: 'L-1' };
  expect(said).toMatchObject([
    { ...touched, touch_id: 'T-1', time: '2026-03-02T00:00:00.000Z' },
    { ...touched, touch_id: 'T-2', deal_id: 'D-1' },
  ]);
  expect(reasons).toEqual(['4: a touch needs whom it touched: a lead, a deal or an account']);
});

it('a line of spending is an expense of its campaign and day, and a total of several is none', async () => {
  const { said, reasons } = await importing(
    'spending',
    `
  campaign: { column: campaign, empty: [--] }
  spent_at: { column: day, empty: [--] }
  amount: { column: cost }
  currency: { constant: EUR }
`,
    ['campaign,day,cost', 'spring,2026-03-02,12.50', 'spring,2026-03-03,0', '--,--,12.50'],
  );
  const spent = { type: 'campaign.spent', campaign_id: 'spring', currency: 'EUR' };
  expect(said).toMatchObject([
    { ...spent, amount: '12.50', spend_id: 'spent at 2026-03-02T00:00:00.000Z' },
    { ...spent, amount: '0', spend_id: 'spent at 2026-03-03T00:00:00.000Z' },
  ]);
  expect(reasons).toEqual([]);
});

it('a line of tickets is opened, answered and resolved, as far as it says when', async () => {
  const { said } = await importing(
    'tickets',
    `
  id: { column: id }
  opened_at: { column: created }
  first_response_after: { column: reply, unit: minutes }
  resolved_at: { column: solved }
`,
    ['id,created,reply,solved', '7,2026-03-02T09:00:00Z,12,2026-03-02T10:00:00Z', '8,2026-03-02T09:00:00Z,,'],
  );
  expect(said).toMatchObject([
    { type: 'ticket.opened', ticket_id: '7', opened_by: 'customer', channel: 'email' },
    {
      type: 'ticket.responded',
      ticket_id: '7',
      time: '2026-03-02T09:12:00.000Z',
      author: 'agent',
      visibility: 'public',
    },
    { type: 'ticket.resolved', ticket_id: '7', time: '2026-03-02T10:00:00.000Z' },
    { type: 'ticket.opened', ticket_id: '8' },
  ]);
});

it('a line of responses is an answer on the scale of its kind, and its sending where that is known', async () => {
  const { said, reasons } = await importing(
    'responses',
    `
  id: { column: id }
  kind: { constant: nps }
  answered_at: { column: at }
  score: { column: score }
  sent_at: { column: sent }
`,
    [
      'id,at,score,sent',
      'a,2026-03-02,9,2026-03-01',
      'b,2026-03-02,11,',
      'c,2026-03-02,,',
      'd,2026-03-02,0,',
    ],
  );
  expect(said).toMatchObject([
    { type: 'survey.sent', survey_id: 'a', kind: 'nps', respondent: 'customer' },
    { type: 'survey.answered', survey_id: 'a', score: 9 },
    { type: 'survey.answered', survey_id: 'd', score: 0 },
  ]);
  expect(reasons).toEqual([
    expect.stringMatching(/^3: score: /),
    '4: score: empty; a response needs a score',
  ]);
});

it('a line of surveys is an invitation, answered or not', async () => {
  const { said } = await importing(
    'surveys',
    '  id: { column: id }\n  kind: { constant: csat }\n  sent_at: { column: sent }\n  answered_at: { column: at }\n  score: { column: score }\n',
    ['id,sent,at,score', 'a,2026-03-01,,', 'b,2026-03-01,2026-03-02,5'],
  );
  expect(said.map(({ type }) => type)).toEqual(['survey.sent', 'survey.sent', 'survey.answered']);
});

it('a line of accounts is a customer from when to when it says', async () => {
  const { said, reasons } = await importing(
    'accounts',
    '  id: { column: id }\n  customer_since: { column: from }\n  churned_at: { column: to }\n',
    ['id,from,to', 'a,2025-01-01,2026-03-01', 'b,2025-01-01,', 'c,,2026-03-01'],
  );
  expect(said).toMatchObject([
    { type: 'account.became_customer', account_id: 'a', time: '2025-01-01T00:00:00.000Z' },
    { type: 'account.churned', account_id: 'a', time: '2026-03-01T00:00:00.000Z' },
    { type: 'account.became_customer', account_id: 'b' },
  ]);
  expect(reasons).toEqual([expect.stringMatching(/^4: from: empty/)]);
});

it('a line of orders is an order of one product', async () => {
  const { said } = await importing(
    'orders',
    '  id: { column: id }\n  placed_at: { column: at }\n  product: { column: what }\n  amount: { column: total }\n  currency: { constant: EUR }\n',
    ['id\tat\twhat\ttotal', '5\t2026-03-02\tDesk\t120.50'],
  );
  expect(said).toMatchObject([
    {
      type: 'order.placed',
      order_id: '5',
      currency: 'EUR',
      lines: [{ product: 'Desk', quantity: 1, amount: '120.50' }],
    },
  ]);
});

it('a line of ticket events is one of many things that happened to a ticket, or nothing', async () => {
  const { said, reasons } = await importing(
    'ticket-events',
    `
  ticket: { column: ticket }
  id: { column: id }
  at: { column: at }
  what: { columns: [what, times], values: { reply *: responded, open 1: nothing, open *: reopened, solved 1: resolved } }
`,
    [
      'id,ticket,what,times,at',
      '1,7,open,1,2026-03-02',
      '2,7,reply,1,2026-03-03',
      '3,7,solved,1,2026-03-04',
      '4,7,open,2,2026-03-05',
      '5,7,painted,1,2026-03-06',
      '6,,reply,1,2026-03-06',
    ],
  );
  expect(said).toMatchObject([
    { type: 'ticket.responded', ticket_id: '7', response_id: '2', author: 'agent', visibility: 'public' },
    { type: 'ticket.resolved', ticket_id: '7' },
    { type: 'ticket.reopened', ticket_id: '7', time: '2026-03-05T00:00:00.000Z' },
  ]);
  expect(reasons).toEqual(['7: ticket: empty; what happened needs the id of the ticket']);
});

describe('lines of one order', () => {
  const ORDERS =
    '  id: { column: id }\n  placed_at: { column: at }\n  product: { column: what }\n  amount: { column: total }\n  currency: { column: in }\n';
  const orders = (lines: string[]) => importing('orders', ORDERS, ['id,at,what,total,in', ...lines]);

  it('are one order of all their products, wherever they stand; one that is there twice is one', async () => {
    const { said, reasons } = await orders([
      '5,2026-03-02,Desk,120.50,EUR',
      '5,2026-03-02,Desk,120.50,EUR',
      '6,2026-03-02,Lamp,20,EUR',
      '5,2026-03-02,Chair,80,EUR',
    ]);
    expect(reasons).toEqual([]);
    expect(said).toMatchObject([
      { order_id: '6', lines: [{ product: 'Lamp' }] },
      {
        order_id: '5',
        lines: [
          { product: 'Desk', amount: '120.50' },
          { product: 'Chair', amount: '80' },
        ],
      },
    ]);
  });

  it('are all rejected where the ingest service refuses the order', async () => {
    const { reasons } = await importing(
      'orders',
      ORDERS,
      ['id,at,what,total,in', '5,2026-03-02,Desk,120.50,EUR', '5,2026-03-02,Chair,80,EUR'],
      ([order]) => [{ id: order!.id, reason: 'not today' }],
    );
    expect(reasons).toEqual([
      '2: refused by the ingest service: not today',
      '3: refused by the ingest service: not today',
    ]);
  });

  it('that differ in more than the product contradict each other, and with one that cannot be used none is', async () => {
    const { said, reasons } = await orders([
      '5,2026-03-02,Desk,120.50,EUR',
      '5,2026-03-02,Chair,80,USD',
      '6,2026-03-02,Desk,120.50,EUR',
      '6,2026-03-02,,80,EUR',
    ]);
    expect(said).toEqual([]);
    expect(reasons).toEqual([
      '2: order "5" is also on line 3, and not all say the same of it: keep the one that is right',
      '3: order "5" is also on line 2, and not all say the same of it: keep the one that is right',
      '4: order "6" is also on line 5, and not all say the same of it: keep the one that is right',
      '5: what: empty; an order needs a product',
    ]);
  });
});

describe('subscriptions of one account', () => {
  const RULES =
    '  id: { column: who }\n  subscription: { column: sub }\n  customer_since: { column: from }\n  churned_at: { column: to }\n  reason: { column: why }\n';
  const subscriptions = async (lines: string[]) => {
    const { said, reasons } = await importing('accounts', RULES, ['who,sub,from,to,why', ...lines]);
    const told = said.map(({ type, time, ...data }) =>
      [type.replace('account.', ''), time.slice(0, 10), 'reason' in data ? data.reason : ''].join(' ').trim(),
    );
    return { told, reasons };
  };

  it.each([
    ['that overlap', ['a,1,2026-01-01,2026-03-01,price', 'a,2,2026-02-01,,'], ['became_customer 2026-01-01']],
    [
      'the last of which ends',
      ['a,1,2026-01-01,2026-03-01,price', 'a,2,2026-02-01,2026-02-10,moved'],
      ['became_customer 2026-01-01', 'churned 2026-03-01 price'],
    ],
    [
      'one of which begins as the other ends',
      ['a,2,2026-03-01,2026-04-01,price', 'a,1,2026-01-01,2026-03-01,upgrade'],
      ['became_customer 2026-01-01', 'churned 2026-04-01 price'],
    ],
    [
      'with time between them',
      ['a,1,2026-01-01,2026-02-01,price', 'a,2,2026-03-01,,'],
      ['became_customer 2026-01-01', 'churned 2026-02-01 price', 'became_customer 2026-03-01'],
    ],
  ])('%s make a customer of while any of them runs', async (_, lines, expected) => {
    expect(await subscriptions(lines)).toEqual({ told: expected, reasons: [] });
  });

  it('of which two lines say different things of one contradict each other', async () => {
    const { told, reasons } = await subscriptions(['a,1,2026-01-01,,', 'a,1,2026-01-01,2026-02-01,']);
    expect(told).toEqual([]);
    expect(reasons).toHaveLength(2);
  });
});

describe('products', () => {
  it('are told as they are, or as merged into another where the line says so', async () => {
    const RULES =
      '  id: { column: sku }\n  name: { column: title }\n  category: { column: type }\n  merged_into: { column: now }\n';
    const { said, reasons } = await importing('products', RULES, [
      'sku,title,type,now',
      'P-1,Widget,Widgets,',
      'P-2,Gadget,,',
      'P-3,,,P-1',
      'P-4,,,',
      ',Nothing,,',
      'P-5,One,,',
      'P-5,Another,,',
    ]);
    expect(said).toMatchObject([
      { product_id: 'P-1', name: 'Widget', category: 'Widgets' },
      { product_id: 'P-2', name: 'Gadget' },
      { product_id: 'P-3', merged_into: 'P-1' },
    ]);
    expect(reasons.sort()).toEqual([
      expect.stringContaining('5: title: empty; a product needs a name'),
      expect.stringContaining('6: sku: empty; a product needs an id'),
      expect.stringContaining('7: product "P-5" is also on line 8'),
      expect.stringContaining('8: product "P-5" is also on line 7'),
    ]);
  });
});

describe('exchange rates', () => {
  const rates = async (rules: string, lines: string[]) => {
    const { said, reasons } = await importing('rates', rules, lines);
    return { told: said.map((each) => Object.values(each).slice(2).join(' ')), reasons };
  };

  it('are of a pair and a day, which are a line each', async () => {
    const RULES =
      '  effective_from: { column: date, format: dd.MM.yyyy }\n  base: { constant: EUR }\n  quote: { column: currency }\n  rate: { column: rate }\n';
    expect(
      await rates(RULES, [
        'date,currency,rate',
        '02.03.2026,USD,1.0832',
        '03.03.2026,USD,1.08',
        '02.03.2026,usd,1.5',
        '04.03.2026,JPY,0',
        '05.03.2026,,2',
      ]),
    ).toEqual({
      told: ['EUR/USD 2026-03-03 1.08'],
      reasons: [
        expect.stringContaining('2: rate "EUR/USD" of 2026-03-02 is also on line 4'),
        expect.stringContaining('4: rate "EUR/USD" of 2026-03-02 is also on line 2'),
        expect.stringContaining('5: rate: "0" does not fit; it wants a rate above 0'),
        expect.stringContaining('6: currency: empty'),
      ],
    });
  });

  it('are several a line where columns are currencies', async () => {
    const RULES =
      '  effective_from: { column: Date }\n  base: { constant: EUR }\n  quotes: [USD, JPY, CHF]\n  empty: [N/A]\n';
    expect(
      await rates(RULES, ['Date,USD,JPY,BGN', '2026-03-02,1.0832,N/A,1.95', '2026-03-03,,162.5,']),
    ).toEqual({
      told: ['EUR/USD 2026-03-02 1.0832', 'EUR/JPY 2026-03-03 162.5'],
      reasons: [],
    });
  });
});
