import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STYLE, workbook } from '../../testing/workbook.js';
import { readMapping } from '../mapping.js';
import { createSpool } from '../spool.js';
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
  return recognised(path);
}

async function recognised(path: string) {
  const proposal = await propose(path, READY);
  if (!proposal) return null;
  const { entity, from, yaml, open, also, unused, note, isEncodingAssumed } = proposal;
  const said = {
    isEncodingAssumed,
    from,
    entity: entity.name,
    open,
    also: also.map(({ name }) => name),
    unused,
    note,
  };
  if (open.length > 0) return { ...said, sample: [] };
  const mapping = readMapping(yaml, 'proposed.yaml');
  const rules = { mapping, readers: createReaders(mapping), asOf: Date.UTC(2026, 5, 1), entity };
  return { ...said, sample: await sampleOf(path, rules) };
}

/** Small exports in the form of each system, named after their ready mapping, and beside each what its lines become. */
const EXPORTS = join(import.meta.dirname, 'exports');
const exported = readdirSync(EXPORTS).filter((file) => !file.endsWith('.events'));

describe('a ready mapping', () => {
  const ready = readdirSync(READY)
    .map((file) => basename(file, '.yaml'))
    .filter((name) => name !== 'README.md' && !name.startsWith('crm-'));

  it.each(exported)('recognises %s by its titles, and its lines are events', async (file) => {
    const spool = createSpool(Readable.from([]));
    try {
      const proposal = await recognised(await spool.file(join(EXPORTS, file)));
      expect(proposal).toMatchObject({ open: [] });
      expect(file.startsWith(proposal?.from ?? '?')).toBe(true);
      await expect(`${proposal?.sample.join('\n')}\n`).toMatchFileSnapshot(
        join(EXPORTS, `${file.replace(/\.[a-z]+$/, '')}.events`),
      );
    } finally {
      spool.clear();
    }
  });

  it('has an export here, each of them', () => {
    expect(ready.filter((name) => !exported.some((file) => file.startsWith(name)))).toEqual([]);
  });
});

const CONTACTS = 'Record ID,First Name,Last Name,Contact owner,Company name,Create Date';

describe('a file that ready mappings fit', () => {
  it('says which columns nothing is read from', async () => {
    const proposal = await proposed(['sid,from,status,start_time,direction', '1,+1,busy,2026-03-02,inbound']);
    expect(proposal).toMatchObject({ from: 'twilio-calls', unused: ['from'], also: [] });
  });

  it('is told by titles that only such an export has, and never becomes something else for want of a column', async () => {
    const proposal = await proposed([CONTACTS, '1,Jo,Berg,Ada Lo,Acme,2026-03-02']);
    expect(proposal).toMatchObject({
      from: 'hubspot-contacts',
      note: expect.stringContaining('Contacts are people'),
      open: ['accounts.only: there is no column "Became a Customer Date"'],
      also: ['hubspot-accounts'],
    });
  });

  it('is asked about when equally many columns speak for two', async () => {
    const proposal = await proposed([
      'Record ID,Create Date,Ticket ID,Created time',
      '1,2026-03-02,1,2026-03-02',
    ]);
    expect(proposal?.open).toContainEqual(expect.stringMatching(/have equally many of its columns/));
  });

  it('with stages of one’s own is asked of each whether it is open, won or lost', async () => {
    const proposal = await proposed([
      'Id,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,OwnerId',
      '1,Closed Won,5,USD,2026-03-05,2026-02-01,005A',
      '2,Legal,5,USD,2026-03-05,2026-02-01,005A',
    ]);
    expect(proposal?.open).toEqual([
      'deals.outcome: "StageName" has "Legal": say of each under values whether it is open, won or lost',
    ]);
  });
});

describe('a file that a spreadsheet program wrote', () => {
  const TEXT = 'Call ID\tStart\tDirection\tOutcome\tAgent\n1\t13.4.2026 10:00\tinbound\tconnected\tZoë\n';
  const bytesOf = {
    'UTF-8 with its mark': Buffer.from(`\ufeff${TEXT}`),
    'UTF-16 with its mark': Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
    'UTF-16 the other way round': Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(),
    'windows-1252': Buffer.from(TEXT, 'latin1'),
  };
  it.each(Object.entries(bytesOf))('is read in %s', async (name, bytes) => {
    const path = join(dir, 'export.txt');
    writeFileSync(path, bytes);
    expect(await recognised(path)).toMatchObject({
      entity: 'calls',
      isEncodingAssumed: name === 'windows-1252',
      sample: [expect.stringMatching(/^2: call\.logged 2026-04-13T10:00.*"Zoë"/)],
    });
  });

  it('as a workbook has dates that leave no doubt', async () => {
    const path = join(dir, 'export.xlsx');
    const day = { number: 46_086.5, style: STYLE.moment };
    const rows = { 1: ['Call ID', 'Start', 'Direction', 'Outcome'], 3: ['1', day, 'inbound', 'connected'] };
    writeFileSync(path, workbook([{ name: 'Calls', rows }]));
    const spool = createSpool(Readable.from([]));
    expect(await recognised(await spool.file(path))).toMatchObject({
      open: [],
      sample: [expect.stringMatching(/^3: call\.logged 2026-03-05T12:00/)],
    });
    spool.clear();
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
