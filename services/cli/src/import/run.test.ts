import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEALS } from './entities/deals.js';
import type { OutgoingEvent } from './events.js';
import { readMapping } from './mapping.js';
import { type ImportJob, type ImportReport, runImport } from './run.js';

const NOW = Date.parse('2026-04-15T12:00:00Z');

const shipped = readFileSync(
  new URL('../../../../infra/mappings/crm-sales-opportunities.yaml', import.meta.url),
  'utf8',
);
const TITLES = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
const TEAMS =
  'sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\nVicki Laflamme,Celia Rouche,West\n';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-import-'));
  writeFileSync(join(dir, 'sales_teams.csv'), TEAMS);
});
afterEach(() => rmSync(dir, { recursive: true }));

async function importing(
  lines: string[],
  overrides: Partial<ImportJob> & { titles?: string } = {},
): Promise<{ report: ImportReport; events: OutgoingEvent[]; reasons: string[] }> {
  const { titles = TITLES, ...job } = overrides;
  const dealsFile = join(dir, 'deals.csv');
  writeFileSync(dealsFile, `${titles}\n${lines.join('\n')}\n`);
  const events: OutgoingEvent[] = [];
  const reasons: string[] = [];
  const report = await runImport({
    now: () => NOW,
    mapping: readMapping(shipped, 'shipped'),
    entity: DEALS,
    files: [dealsFile],
    rejectsPath: (file) => `${file}.rejects.csv`,
    send: async (sent) => {
      events.push(...sent);
      return [];
    },
    progress: () => ({ update: () => undefined, finish: () => undefined }),
    onReject: (_file, line, reason) => reasons.push(`${line}: ${reason}`),
    ...job,
  });
  return { report, events, reasons };
}

const WON = '1C1I7A6R,Moses Frase,GTXPro,Cancity,Won,10/20/2016,3/1/2017,1054';

describe('an import of deals', () => {
  it('opens and closes a won deal, with its money on the closing', async () => {
    const { events } = await importing([WON]);
    const [opened, closed] = events.filter(({ type }) => type.startsWith('deal.'));
    expect(opened).toMatchObject({
      specversion: '1.0',
      source: 'crm-sales-opportunities',
      type: 'deal.opened',
      time: '2016-10-20T00:00:00.000Z',
      data: {
        deal_id: '1C1I7A6R',
        opened_at: Date.UTC(2016, 9, 20),
        rep_id: 'moses-frase',
        account_id: 'cancity',
        product: 'GTX Pro',
        stage: 'Won',
        currency: 'USD',
        source_version: Date.UTC(2018, 0, 1),
      },
    });
    expect(opened?.data).not.toHaveProperty('amount');
    expect(closed).toMatchObject({
      type: 'deal.closed',
      data: {
        deal_id: '1C1I7A6R',
        closed_at: Date.UTC(2017, 2, 1),
        outcome: 'won',
        amount: '1054',
        currency: 'USD',
      },
    });
  });

  it('leaves a deal open that is neither won nor lost, opened by the mapping when the file does not say when', async () => {
    const { events } = await importing([
      'A,Moses Frase,MG Special,,Prospecting,,,',
      'B,Moses Frase,MG Special,,Engaging,11/3/2016,,',
    ]);
    const deals = events.filter(({ type }) => type.startsWith('deal.'));
    const opened = deals.filter(({ type }) => type === 'deal.opened');
    expect(opened.map(({ data }) => [data.deal_id, data.opened_at])).toEqual([
      ['A', Date.UTC(2017, 11, 31)],
      ['B', Date.UTC(2016, 10, 3)],
    ]);
    // If an earlier export showed it closed, this one is the later word.
    expect(deals.filter(({ type }) => type !== 'deal.opened')).toMatchObject(
      ['A', 'B'].map((deal_id) => ({ type: 'deal.reopened', data: { deal_id } })),
    );
  });

  it('has the time of the import as its version where neither mapping nor command say when the export was made', async () => {
    const { events } = await importing([WON], {
      mapping: { ...readMapping(shipped, 'shipped'), as_of: undefined },
    });
    expect(new Set(events.map(({ data }) => data.source_version))).toEqual(new Set([NOW]));
  });

  it('says nothing about what a lost deal was worth', async () => {
    const { events } = await importing(['A,Moses Frase,MG Special,,Lost,11/3/2016,11/5/2016,0']);
    const closed = events.find(({ type }) => type === 'deal.closed');
    expect(closed?.data).toMatchObject({ outcome: 'lost', currency: 'USD' });
    expect(closed?.data).not.toHaveProperty('amount');
  });

  it('brings offices and reps along', async () => {
    const { events } = await importing([WON]);
    expect(events.find(({ type }) => type === 'office.updated')?.data).toMatchObject({
      office_id: 'central',
      name: 'Central',
      zone: 'UTC',
    });
    expect(events.find(({ data }) => data.rep_id === 'vicki-laflamme')?.data).toMatchObject({
      name: 'Vicki Laflamme',
      office_id: 'west',
      team: 'Celia Rouche',
      effective_from: Date.UTC(2016, 0, 1),
    });
  });

  it('gives the same events again, and others for a line that has changed', async () => {
    const ids = async (line: string) => (await importing([line])).events.map(({ id }) => id);
    const first = await ids(WON);
    expect(await ids(WON)).toEqual(first);
    const changed = await ids(WON.replace('1054', '1055'));
    expect(changed.filter((id) => !first.includes(id))).toHaveLength(1);
    expect(new Set(first).size).toBe(first.length);
  });

  it('lets a later export correct an earlier one by its version', async () => {
    const { events } = await importing([WON], { asOf: '2018-02-01' });
    expect(new Set(events.map(({ data }) => data.source_version))).toEqual(new Set([Date.UTC(2018, 1, 1)]));
  });

  it('reports a line that cannot be used by number and reason, and keeps it with both', async () => {
    const { report, reasons, events } = await importing([
      WON,
      'B,Moses Frase,MG Special,,Paused,11/3/2016,,',
      'C,"Frase, Moses",MG Special,,Won,11/3/2016,31/12/2016,5',
      'D,Moses Frase,MG Special',
      ',Moses Frase,MG Special,,Won,11/3/2016,11/4/2016,5',
      'E,Moses Frase,MG Special,,Won,11/3/2016,,5',
      'F,Moses Frase,MG Special,,Won,11/3/1816,11/4/2016,5',
    ]);
    expect(reasons).toEqual([
      '3: deal_stage: "Paused" has no outcome in the mapping, which knows Won, Lost, Engaging, Prospecting',
      expect.stringMatching(/^4: close_date: "31\/12\/2016" is not a day of the calendar/),
      '5: 3 cells where the titles are 8',
      '6: opportunity_id: empty; a deal needs an id',
      '7: close_date: empty; a deal that was won needs a closing date',
      expect.stringMatching(/^8: .*between 1900 and 2100/),
    ]);
    expect(events.filter(({ type }) => type === 'deal.opened')).toHaveLength(1);
    const deals = report.files.find(({ file }) => file.endsWith('deals.csv'));
    expect(deals).toMatchObject({ lines: 7, rejected: 6 });
    const kept = readFileSync(deals?.rejects ?? '', 'utf8').split('\n');
    expect(kept[0]).toBe(`tally_line,tally_column,tally_reason,${TITLES}`);
    expect(kept[6]).toMatch(/^8,engage_date,"engage_date: -\d+ does not fit; it wants an instant between/);
    expect(kept[2]).toMatch(
      /^4,close_date,"close_date: .*",C,"Frase, Moses",MG Special,,Won,11\/3\/2016,31\/12\/2016,5$/,
    );
  });

  it('writes no rejects file when there is nothing to reject', async () => {
    const { report } = await importing([WON]);
    expect(report.files.map(({ rejects }) => rejects)).toEqual([null, null]);
    expect(existsSync(join(dir, 'deals.csv.rejects.csv'))).toBe(false);
  });

  it('rejects the line of an event that the ingest service refuses, once', async () => {
    const { reasons, report } = await importing([WON], {
      send: async (events) =>
        events
          .filter(({ type }) => type.startsWith('deal.'))
          .map(({ id }) => ({ id, reason: 'rep_id: not today' })),
    });
    expect(reasons).toEqual(['2: refused by the ingest service: rep_id: not today']);
    expect(report).toMatchObject({ rejected: 1, events: 4 });
  });

  it('counts line numbers as an editor does, also past cells with line breaks', async () => {
    const { reasons } = await importing([
      'A,Moses Frase,"MG\nSpecial",,Won,11/3/2016,11/4/2016,5',
      '',
      'B,Moses Frase,MG Special,,Paused,,,',
    ]);
    expect(reasons).toEqual([expect.stringMatching(/^2: /), expect.stringMatching(/^5: deal_stage/)]);
  });

  it('does not write rejected lines through a link that came with the file', async () => {
    const mine = join(dir, 'mine');
    writeFileSync(mine, 'kept');
    symlinkSync(mine, join(dir, 'deals.csv.rejects.csv'));
    await expect(
      importing(['A,Moses Frase,GTXPro,Cancity,Unheard,10/20/2016,3/1/2017,1054']),
    ).rejects.toThrow(/deals\.csv\.rejects\.csv is a symbolic link/);
    expect(readFileSync(mine, 'utf8')).toBe('kept');
  });

  it('does not read on for ever after a quote that nothing closes', async () => {
    await expect(importing([`A,"Moses Frase${',GTXPro\n'.repeat(200_000)}`])).rejects.toThrow(
      /deals\.csv is not CSV: .*record/,
    );
  });

  it('names reps who own deals and are on no list', async () => {
    const { report } = await importing(['A,Nobody Known,MG Special,,Won,11/3/2016,11/4/2016,5']);
    expect(report.unknownReps).toEqual([{ rep: 'nobody-known', events: 1 }]);
  });

  it('sends nothing when a column of the mapping is not in the file', async () => {
    const sent: unknown[] = [];
    const send = async (events: readonly OutgoingEvent[]) => {
      sent.push(...events);
      return [];
    };
    await expect(importing(['x'], { titles: 'opportunity_id', send })).rejects.toThrow(
      /has no column .*"deal_stage"/,
    );
    expect(sent).toEqual([]);
  });

  it('lets no rejected line be written over by that of another file', async () => {
    const rejectsPath = () => join(dir, 'export.rejects.csv');
    await expect(importing([WON], { rejectsPath })).rejects.toThrow(/would go to one file, .*--rejects/);
  });

  it('refuses bytes that are not in the encoding that the mapping says', async () => {
    const path = join(dir, 'sales_teams.csv');
    writeFileSync(
      path,
      Buffer.concat([Buffer.from(TEAMS), Buffer.from([0x4d, 0xfc, 0x2c, 0x78, 0x2c, 0x79, 0x0a])]),
    );
    await expect(importing([WON])).rejects.toThrow(/sales_teams\.csv is not utf-8: say in the mapping/);
  });

  it('sends nothing when bytes at the end of the last file are not in its encoding', async () => {
    const sent: unknown[] = [];
    const send = async (events: readonly OutgoingEvent[]) => {
      sent.push(...events);
      return [];
    };
    const broken = join(dir, 'accounts.csv');
    const good = 'account,sector,office_location\nCancity,retail,Japan\n'.padEnd(200_000, '\n');
    writeFileSync(broken, Buffer.from(`${good}M\u00fcller,x,y\n`, 'latin1'));
    await expect(importing([WON], { send, accountsFile: broken })).rejects.toThrow(
      /accounts\.csv is not utf-8/,
    );
    expect(sent).toEqual([]);
  });
});
