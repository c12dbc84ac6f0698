import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeText } from './encode-text.js';
import { DEALS } from './entities/deals.js';
import type { OutgoingEvent } from './events.js';
import { type Mapping, readMapping } from './mapping.js';
import { runImport } from './run.js';

const NOW = Date.parse('2026-04-15T12:00:00Z');

const MAPPING = `
source: crm
as_of: 2018-01-01
deals:
  id: { column: id }
  opened_at: { column: opened }
  closed_at: { column: closed }
  outcome: { column: stage, values: { Won: won, Open: open } }
  rep: { column: owner }
  amount: { column: amount }
  currency: { constant: EUR }
reps:
  id: { column: rep }
  name: { column: rep }
  effective_from: { column: since }
  office: { id: { column: office }, name: { column: office }, zone: { column: zone } }
accounts:
  id: { column: account }
  created_at: { column: created }
  segment: { column: segment }
`;
const TITLES = ['id', 'opened', 'closed', 'stage', 'owner', 'amount'];
const A = ['A', '2017-01-01', '2017-02-01', 'Won', 'ada', '100'];
const B = ['B', '2017-01-01', '2017-02-01', 'Won', 'bo', '200'];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-repair-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

interface Files {
  deals?: string;
  reps?: string;
  accounts?: string;
}

/** Imports files that the test wrote; events by what they say of whom, reasons as `line: reason`. */
async function importing(files: Files, more: string | ((mapping: Mapping) => Mapping) = '') {
  const base = readMapping(`${MAPPING}${typeof more === 'string' ? more : ''}`, 'map.yaml');
  const events: OutgoingEvent[] = [];
  const reasons: string[] = [];
  const report = await runImport({
    now: () => NOW,
    mapping: typeof more === 'string' ? base : more(base),
    entity: DEALS,
    files: [files.deals ?? written('none.csv', [TITLES])],
    repsFile: files.reps,
    accountsFile: files.accounts,
    rejectsPath: (file) => `${file}.rejects`,
    send: async (sent) => {
      events.push(...sent);
      return [];
    },
    progress: () => ({ update: () => undefined, finish: () => undefined }),
    onReject: (_file, line, reason) => reasons.push(`${line}: ${reason}`),
  });
  return { events, reasons, report };
}

function written(name: string, lines: string[][], delimiter = ',', encoding: Mapping['encoding'] = 'utf-8') {
  const path = join(dir, name);
  writeFileSync(path, encodeText(`${lines.map((cells) => cells.join(delimiter)).join('\n')}\n`, encoding));
  return path;
}

const amounts = (events: OutgoingEvent[]) =>
  events.filter(({ type }) => type === 'deal.closed').map(({ data }) => [data.deal_id, data.amount]);

describe('an id that is on two lines of a file', () => {
  it('refuses both when they say different things, with both numbers, and nothing of the deal is sent', async () => {
    const other = ['A', '2017-01-01', '2017-02-01', 'Won', 'bo', '300'];
    const { events, reasons, report } = await importing({
      deals: written('deals.csv', [TITLES, A, B, other]),
    });
    const why = (line: number) =>
      `deal "A" is also on line ${line}, and not all say the same of it: keep the one that is right`;
    expect(reasons).toEqual([`2: ${why(4)}`, `4: ${why(2)}`]);
    expect(amounts(events)).toEqual([['B', '200']]);
    expect(report.rejected).toBe(2);
  });

  it('refuses all that there are, also those that say the same as another', async () => {
    const other = A.with(5, '1');
    const { reasons } = await importing({ deals: written('deals.csv', [TITLES, A, A, other, A, other]) });
    expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['2', '3', '4', '5', '6']);
    expect(reasons[4]).toContain('also on line 2, 4, 5,');
  });

  it('takes two lines that say the same for one, however they write it', async () => {
    const spaced = A.map((cell) => ` ${cell} `);
    const { events, reasons } = await importing({ deals: written('deals.csv', [TITLES, A, spaced]) });
    expect(reasons).toEqual([]);
    expect(amounts(events)).toEqual([['A', '100']]);
  });

  it('refuses a good line beside one of the same deal that cannot be used', async () => {
    const { events, reasons } = await importing({
      deals: written('deals.csv', [TITLES, A, A.with(2, 'yesterday')]),
    });
    expect(reasons).toEqual([
      expect.stringMatching(/^2: deal "A" is also on line 3/),
      expect.stringMatching(/^3: closed: "yesterday"/),
    ]);
    expect(events).toEqual([]);
  });

  it('finds the other line however far away it is', async () => {
    const between = Array.from({ length: 5_000 }, (_, i) => A.with(0, `C${i}`));
    const deals = written('deals.csv', [TITLES, A, ...between, A.with(4, 'bo')]);
    const { events, reasons } = await importing({ deals });
    expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['2', '5003']);
    expect(events.some(({ data }) => data.deal_id === 'A')).toBe(false);
  });

  it('is refused of an account in the same way', async () => {
    const titles = ['account', 'created', 'segment'];
    const [acme, other] = [
      ['acme', '2016-01-01', 'large'],
      ['acme', '2016-01-01', 'small'],
    ];
    const accounts = written('accounts.csv', [titles, acme!, ['globex', '2016-01-01', 'small'], other!]);
    const { events, reasons } = await importing({ accounts });
    expect(reasons).toEqual([
      expect.stringMatching(/^2: account "acme" is also on line 4/),
      expect.stringMatching(/^4: account "acme" is also on line 2/),
    ]);
    expect(events.map(({ data }) => data.account_id)).toEqual(['globex']);
  });

  it('is refused of a rep or an office, unless a rep changes office', async () => {
    const titles = ['rep', 'since', 'office', 'zone'];
    const rows = [
      ['ada', '2016-01-01', 'West', 'UTC'],
      ['ada', '2017-01-01', 'East', 'UTC'],
      ['bo', '2016-01-01', 'West', 'UTC'],
      ['bo', '2016-01-01', 'East', 'UTC'],
      ['cy', '2016-01-01', 'North', 'UTC'],
      ['di', '2016-01-01', 'North', 'Europe/Berlin'],
    ];
    const { events, reasons } = await importing({ reps: written('reps.csv', [titles, ...rows]) });
    expect(reasons).toEqual([
      expect.stringMatching(/^4: rep "bo" from 2016-01-01T00:00:00.000Z is also on line 5/),
      expect.stringMatching(/^5: rep "bo" .* on line 4/),
      expect.stringMatching(/^6: office "North" as of \d+ is also on line 7/),
      expect.stringMatching(/^7: office "North" .* on line 6/),
    ]);
    expect(events.filter(({ type }) => type === 'rep.updated').map(({ data }) => data.office_id)).toEqual([
      'West',
      'East',
    ]);
  });
});

describe('the documented repair: edit the rejects file and import it', () => {
  it.each<[string, Mapping['encoding']]>([
    [',', 'utf-8'],
    [';', 'windows-1252'],
    ['|', 'iso-8859-1'],
    [';', 'utf-16le'],
  ])('works with the delimiter %j and the encoding %s', async (delimiter, encoding) => {
    const asIs = (mapping: Mapping) => ({ ...mapping, delimiter, encoding });
    const odd = ['Ä', '2017-01-01', '2017-02-01', 'Won', `"J""ürgen${delimiter} €, der ""Ältere"""`, '1x'];
    const deals = written('deals.csv', [TITLES, A, odd, B], delimiter, encoding);
    const first = await importing({ deals }, asIs);
    expect(first.reasons).toEqual([expect.stringMatching(/^3: amount: "1x"/)]);
    expect(amounts(first.events).map(([id]) => id)).toEqual(['A', 'B']);

    const rejects = `${deals}.rejects`;
    // Not streaming, Node 20 takes windows-1252 for Latin-1.
    const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(readFileSync(rejects), {
      stream: true,
    });
    writeFileSync(rejects, encodeText(text.replace(/1x$/m, '17'), encoding));
    const repaired = await importing({ deals: rejects }, asIs);
    expect(repaired.reasons).toEqual([]);
    expect(amounts(repaired.events)).toEqual([['Ä', '17']]);
    expect(repaired.events[0]!.data.rep_id).toBe(`J"ürgen${delimiter} €, der "Ältere"`);
  });

  it('works again and again: what is still wrong is rejected with its new number', async () => {
    let deals = written('deals.csv', [TITLES, A, B.with(5, 'x'), B.with(0, 'C').with(5, 'x')]);
    await importing({ deals });
    for (const [broken, mended] of [
      ['2017-02-01,Won,bo,x', '2017-02-01,Won,bo,7'],
      ['2017-02-01,Won,bo,x', '2017-02-01,Won,bo,8'],
    ] as const) {
      renameSync(`${deals}.rejects`, join(dir, 'mended.csv'));
      deals = join(dir, 'mended.csv');
      writeFileSync(deals, readFileSync(deals, 'utf8').replace(broken, mended));
      const { events } = await importing({ deals });
      expect(amounts(events)).toHaveLength(1);
    }
    expect(existsSync(`${deals}.rejects`)).toBe(false);
  });

  it('works when one of two lines that contradict each other is deleted', async () => {
    const deals = written('deals.csv', [TITLES, A, A.with(5, '1')]);
    await importing({ deals });
    const kept = readFileSync(`${deals}.rejects`, 'utf8').split('\n').toSpliced(1, 1).join('\n');
    writeFileSync(`${deals}.rejects`, kept);
    const { events, reasons } = await importing({ deals: `${deals}.rejects` });
    expect([reasons, amounts(events)]).toEqual([[], [['A', '1']]]);
  });

  it('keeps every cell of a line that has too many or too few, and the line stays rejected until it is mended', async () => {
    const slipped = ['S', '2017-01-01', '2017-02-01', 'Won', 'ada', 'von', '100'];
    const short = ['T', '2017-01-01'];
    const deals = written('deals.csv', [TITLES, slipped, short]);
    await importing({ deals });
    const text = readFileSync(`${deals}.rejects`, 'utf8');
    expect(text.split('\n').slice(1, 3)).toEqual([
      `2,,7 cells where the titles are 6,${slipped.join(',')}`,
      `3,,2 cells where the titles are 6,${short.join(',')}`,
    ]);
    const again = await importing({ deals: `${deals}.rejects` });
    expect(again.events).toEqual([]);
    writeFileSync(`${deals}.rejects`, text.replace('ada,von', '"ada,von"'));
    const mended = await importing({ deals: `${deals}.rejects` });
    expect(amounts(mended.events)).toEqual([['S', '100']]);
  });
});
