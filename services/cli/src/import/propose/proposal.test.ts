import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMapping } from '../mapping.js';
import { createReaders } from '../values.js';
import { propose } from './proposal.js';
import { sampleOf } from './sample.js';

const READY = join(import.meta.dirname, '../../../../../infra/mappings');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-propose-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function proposed(lines: string[]) {
  const path = join(dir, 'export.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  const proposal = await propose(path, READY);
  if (!proposal) return null;
  const { entity, from, yaml, open } = proposal;
  const said = { from, entity: entity.name, open };
  if (open.length > 0) return { ...said, sample: [] };
  const mapping = readMapping(yaml, 'proposed.yaml');
  const rules = { mapping, readers: createReaders(mapping), asOf: Date.UTC(2026, 5, 1), entity };
  return { ...said, sample: await sampleOf(path, rules) };
}

/** Exports in the form of each system, and what their lines become. */
const EXPORTS: Record<string, { lines: string[]; becomes: RegExp[] }> = {
  'hubspot-deals': {
    lines: [
      'Record ID,Deal Name,Deal Stage,Close Date,Create Date,Deal owner,Amount,Currency,Pipeline',
      '911,Alpha,Closed Won,2026-03-05 10:00,2026-02-01 09:00,Ada Lo,1200.50,EUR,Sales Pipeline',
      '912,Beta,Contract Sent,2026-05-05 10:00,2026-02-11 09:00,Ada Lo,900,EUR,Sales Pipeline',
    ],
    becomes: [
      /^2: deal\.opened 2026-02-01T09:00:00.000Z .*"911".*"ada-lo"/,
      /^2: deal\.closed 2026-03-05T10:00:00.000Z .*"won".*"1200.50"/,
      /^3: deal\.opened .*"912".*"900"/,
      /^3: deal\.reopened/,
    ],
  },
  'hubspot-accounts': {
    lines: [
      'Record ID,Company name,Company owner,Create Date,Industry',
      '7,Acme,Ada Lo,2026-01-02 08:00,RETAIL',
    ],
    becomes: [/^2: account\.created .*"7".*"Acme".*"RETAIL"/],
  },
  'hubspot-tickets': {
    lines: [
      'Ticket ID,Ticket name,Create date,Close date,Priority,Source,Ticket owner',
      '5,Help,2026-03-02 09:00,2026-03-03 09:00,HIGH,EMAIL,Bo Ek',
    ],
    becomes: [/^2: ticket\.opened .*"EMAIL".*"HIGH".*"bo-ek"/, /^2: ticket\.resolved 2026-03-03T09/],
  },
  'hubspot-calls': {
    lines: [
      'Record ID,Activity date,Call direction,Call outcome,Call duration,Activity assigned to',
      '3,2026-03-02 09:00,Outbound,Left voicemail,00:01:30,Bo Ek',
    ],
    becomes: [/^2: call\.logged .*"outbound".*"voicemail".*90000/],
  },
  'salesforce-deals': {
    lines: [
      'Id,AccountId,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,OwnerId,LeadSource',
      '006A,001A,Alpha,Closed Lost,500.0,USD,2026-03-05,2026-02-01T09:00:00.000Z,005A,Web',
    ],
    becomes: [/^2: deal\.opened .*"006A".*"Web"/, /^2: deal\.closed 2026-03-05T00.*"lost"/],
  },
  'salesforce-tickets': {
    lines: [
      'Id,CaseNumber,Origin,Priority,CreatedDate,ClosedDate,OwnerId,AccountId',
      '500A,00001026,Phone,High,2026-03-02T09:00:00.000Z,2026-03-02T11:00:00.000Z,005A,001A',
    ],
    becomes: [/^2: ticket\.opened .*"00001026".*"Phone"/, /^2: ticket\.resolved 2026-03-02T11/],
  },
  'salesforce-calls': {
    lines: [
      'Id,CallType,CallDisposition,CallDurationInSeconds,CreatedDate,OwnerId,AccountId',
      '00TA,Inbound,Connected,61,2026-03-02T09:00:00.000Z,005A,001A',
    ],
    becomes: [/^2: call\.logged .*"inbound".*"connected".*61000/],
  },
  'pipedrive-deals': {
    lines: [
      'Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Currency of Value,Deal - Owner,Deal - Deal created,Deal - Deal closed on',
      '4,Alpha,Won,700,EUR,Ada Lo,2026-02-01 09:00:00,2026-03-01 09:00:00',
      '5,Beta,Open,70,EUR,Ada Lo,2026-02-01 09:00:00,',
    ],
    becomes: [
      /^2: deal\.opened/,
      /^2: deal\.closed .*"700".*"EUR"/,
      /^3: deal\.opened/,
      /^3: deal\.reopened/,
    ],
  },
  'zendesk-tickets': {
    lines: [
      'Summation column,Id,Requester,Organization,Priority,Via,Created at,Solved at,Assignee,First reply time in minutes',
      '1,35436,Jo,Acme Inc,normal,Mail,2026-03-02 09:00,2026-03-03 09:00,Ada Lo,12',
    ],
    becomes: [
      /^2: ticket\.opened .*"35436".*"Mail".*"acme-inc"/,
      /^2: ticket\.responded 2026-03-02T09:12/,
      /^2: ticket\.resolved/,
    ],
  },
  'freshdesk-tickets': {
    lines: [
      'Ticket ID,Subject,Status,Priority,Source,Agent,Created time,Resolved time,Initial response time',
      '9,Help,Closed,Low,Portal,No Agent,2026-03-02 09:00:00,,2026-03-02 09:30:00',
    ],
    becomes: [/^2: ticket\.opened (?!.*rep_id).*"Portal"/, /^2: ticket\.responded 2026-03-02T09:30/],
  },
  'intercom-tickets': {
    lines: [
      'conversation_id,conversation_state,conversation_created_at,conversation_first_response_at,conversation_closed_at',
      '77,closed,2026-03-02 09:00:00,2026-03-02 09:01:00,2026-03-02 10:00:00',
    ],
    becomes: [/^2: ticket\.opened .*"chat"/, /^2: ticket\.responded/, /^2: ticket\.resolved/],
  },
  'twilio-calls': {
    lines: [
      'sid,from,to,status,start_time,end_time,duration,direction',
      'CA1,+1555,+1666,completed,2026-03-02T09:00:00Z,2026-03-02T09:01:00Z,60,outbound-api',
      'CA2,+1555,+1666,no-answer,2026-03-02T09:00:00Z,,0,inbound',
    ],
    becomes: [
      /^2: call\.logged .*"outbound".*"connected".*60000/,
      /^3: call\.logged .*"inbound".*"no_answer"/,
    ],
  },
  'stripe-accounts': {
    lines: [
      'id,Customer ID,Customer Description,Plan,Status,Created (UTC),Start (UTC),Canceled At (UTC),Ended At (UTC)',
      'sub_1,cus_1,Acme,pro,canceled,2026-01-01 00:00,2026-01-02 00:00,2026-03-01 10:00,2026-04-01 00:00',
    ],
    becomes: [/^2: account\.became_customer 2026-01-02.*"cus_1"/, /^2: account\.churned 2026-04-01/],
  },
  'typeform-responses': {
    lines: [
      '#,How likely are you to recommend us to a friend or colleague?,Start Date (UTC),Submit Date (UTC),Network ID',
      'abc,9,2026-03-02 09:00:00,2026-03-02 09:01:00,n1',
    ],
    becomes: [/^2: survey\.answered 2026-03-02T09:01.*"abc".*"nps".*9/],
  },
  'surveymonkey-responses': {
    lines: [
      'Respondent ID,Collector ID,Start Date,End Date,How likely is it that you would recommend us to a friend or colleague?',
      '118,4,03/14/2026 09:00:01 AM,03/14/2026 09:05:00 AM,3',
    ],
    becomes: [/^2: survey\.answered 2026-03-14T09:05.*"118".*3/],
  },
};

describe('a ready mapping', () => {
  it.each(Object.entries(EXPORTS))(
    '%s is recognised by its titles, and its lines are events',
    async (name, { lines, becomes }) => {
      const proposal = await proposed(lines);
      expect(proposal).toMatchObject({ from: name, open: [] });
      expect(proposal?.sample).toEqual(becomes.map((each) => expect.stringMatching(each)));
    },
  );

  it('is tested here, each of them', () => {
    const ready = readdirSync(READY).filter((file) => file.endsWith('.yaml') && !file.startsWith('crm-'));
    expect(ready.map((file) => file.replace('.yaml', '')).sort()).toEqual(Object.keys(EXPORTS).sort());
  });
});

describe('a file of nobody known', () => {
  it('is read by the words of its titles', async () => {
    const proposal = await proposed([
      'Call ID;Start;Direction;Outcome;Duration;Agent',
      '1;13.4.2026 10:00;inbound;connected;30;x',
    ]);
    expect(proposal).toMatchObject({ from: null, entity: 'calls', open: [] });
    expect(proposal?.sample).toEqual([expect.stringMatching(/^2: call\.logged 2026-04-13T10:00/)]);
  });

  it('whose days could be months is asked about, and never guessed', async () => {
    const proposal = await proposed(['Call ID,Start,Direction,Outcome', '1,3/4/2026,inbound,connected']);
    expect(proposal?.open).toEqual([
      'calls.started_at: "Start" has "3/4/2026", which could be M/d/yyyy or d/M/yyyy: say which with format',
    ]);
  });

  it('is read by the dates of most lines, and a line whose date was mistyped is refused alone', async () => {
    const proposal = await proposed([
      'Call ID;Start;Direction;Outcome',
      '1;soon;inbound;connected',
      '2;13.4.2026 10:00;inbound;connected',
      '3;14.4.2026 11:00;inbound;connected',
    ]);
    expect(proposal?.open).toEqual([]);
    expect(proposal?.sample).toEqual([
      expect.stringMatching(/^2: cannot be used: .*"soon" is not a date of the form d\.M\.yyyy H:mm/),
      expect.stringMatching(/^3: call\.logged 2026-04-13T10:00/),
      expect.stringMatching(/^4: call\.logged 2026-04-14T11:00/),
    ]);
  });

  it('whose dates are mostly of no known form is shown one that is not', async () => {
    const proposal = await proposed([
      'Call ID;Start;Direction;Outcome',
      '1;13.4.2026 10:00;inbound;connected',
      '2;soon;inbound;connected',
    ]);
    expect(proposal?.open).toEqual([
      'calls.started_at: "Start" has "soon": say with format how it is written',
    ]);
  });

  it.each([
    ['Start', '2026-03-04T09:00:00Z', false],
    ['Start', '2026-03-04 09:00:00 -0500', false],
    ['Start (UTC)', '2026-03-04 09:00', false],
    ['Start', '2026-03-04 09:00', true],
    ['Start', '13-11-2026', true],
  ])('is said to be read as UTC where nothing says otherwise: %s %s', async (title, cell, isAssumed) => {
    const path = join(dir, 'export.csv');
    writeFileSync(path, `Call ID,${title},Direction,Outcome\n1,${cell},inbound,connected\n`);
    expect(await propose(path, READY)).toMatchObject({ isZoneAssumed: isAssumed });
  });

  it('that lacks something is told what', async () => {
    const proposal = await proposed(['Call ID,Start,Direction', '1,2026-03-04,inbound']);
    expect(proposal?.open).toEqual(['calls.outcome: no column of the file seems to have it']);
  });

  it('whose amounts are of no currency is asked which', async () => {
    const proposal = await proposed([
      'Id,StageName,Amount,CloseDate,CreatedDate,OwnerId',
      '006A,Closed Won,5,2026-03-05,2026-02-01,005A',
    ]);
    expect(proposal?.open).toEqual([expect.stringMatching(/^deals\.currency: /)]);
  });

  it('that says nothing known is nothing', async () => {
    expect(await proposed(['Colour,Shape', 'red,round'])).toBeNull();
  });
});
