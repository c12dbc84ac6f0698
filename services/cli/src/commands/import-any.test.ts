import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXIT } from '../exit-codes.js';
import { tallyIn } from '../testing/tally.js';
import { workbook } from '../testing/workbook.js';

const CALLS = 'sid,status,start_time,direction\nCA1,busy,2026-03-02T09:00:00Z,inbound\n';
const ORDERS = 'Order ID;Order date;Product;Amount;Currency;Note\nO1;2026-03-04T10:00:00Z;Desk;300.50;EUR;\n';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-any-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const trying = (...args: string[]) => tallyIn(dir)(['import', ...args, '--yes', '--dry-run']);

it('files of several kinds in a folder are each imported as what they are, those of one kind together', async () => {
  mkdirSync(join(dir, 'exports'));
  writeFileSync(join(dir, 'exports/a.csv'), CALLS);
  writeFileSync(join(dir, 'exports/b.tsv'), CALLS.replaceAll(',', '\t').replace('CA1', 'CA2'));
  writeFileSync(join(dir, 'exports/c.csv'), ORDERS);
  // What imports have written is none of it.
  for (const left of ['a.rejects.csv', 'a.mapping.yaml', 'a.import.json'])
    writeFileSync(join(dir, 'exports', left), 'x');
  const { code, stderr, stdout } = await trying('exports');
  expect(code, stderr).toBe(EXIT.ok);
  expect(stderr).toContain(
    'exports/a.csv, exports/b.tsv: calls, as twilio-calls exports them (4 of its columns). What its columns mean is in twilio-calls.mapping.yaml.',
  );
  expect(stderr).toContain(
    'exports/c.csv: orders, by the words of its columns (5 of them). What its columns mean is in c.mapping.yaml.',
  );
  expect(stderr).toContain('Not used: "Note".');
  expect(stdout).toBe(
    [
      '3 events could be sent; nothing was.',
      '',
      'event         events',
      '────────────  ──────',
      'call.logged        2',
      'order.placed       1',
      '',
      'The time that they cover: 2026-03-02 to 2026-03-04 (UTC).',
      '',
    ].join('\n'),
  );
  expect(readFileSync(join(dir, 'twilio-calls.mapping.yaml'), 'utf8')).toContain('source: twilio');
});

it('what came of it is left out where nobody wants to know', async () => {
  writeFileSync(join(dir, 'a.csv'), CALLS);
  expect((await trying('a.csv', '--no-summary')).stdout).toBe('1 events could be sent; nothing was.\n');
  const all = JSON.parse((await trying('a.csv', '--json')).stdout);
  expect(all.summary).toMatchObject({ events: [{ type: 'call.logged', events: 1 }], reasons: [] });
  expect(all.summary).not.toHaveProperty('numbers');
  expect(JSON.parse((await trying('a.csv', '--json', '--no-summary')).stdout)).not.toHaveProperty('summary');
});

it('one among several that is nothing known is left out, and the exit code says so', async () => {
  writeFileSync(join(dir, 'a.csv'), CALLS);
  writeFileSync(join(dir, 'b.csv'), 'Colour,Shape\nred,round\n');
  const { code, stderr, stdout } = await trying('a.csv', 'b.csv');
  expect(code).toBe(EXIT.rejects);
  expect(stderr).toContain('What b.csv is cannot be told by its columns. It is left out.');
  expect(stdout).toContain('1 events could be sent');
});

it('a sheet of a workbook is chosen by its name', async () => {
  const rows = {
    1: ['sid', 'status', 'start_time', 'direction'],
    3: ['CA1', 'busy', '2026-03-02T09:00:00Z', 'sideways'],
  };
  writeFileSync(
    join(dir, 'book.xlsx'),
    workbook([
      { name: 'About', rows: { 1: ['x', 'y'] } },
      { name: 'Calls', rows },
    ]),
  );
  const { code, stderr } = await trying('book.xlsx', '--sheet', 'Calls');
  expect(code).toBe(EXIT.rejects);
  expect(stderr).toMatch(/book\.csv:3: direction/);
  expect(readFileSync(join(dir, 'book.rejects.csv'), 'utf8')).toMatch(/^3,.*CA1/m);
});

it('files whose rejects would go to one file are refused, before anything is sent', async () => {
  writeFileSync(join(dir, 'a.csv'), CALLS);
  writeFileSync(
    join(dir, 'a.xlsx'),
    workbook([{ name: 'S', rows: { 1: ['Order ID', 'Order date', 'Product', 'Amount', 'Currency'] } }]),
  );
  const { code, stderr, stdout } = await trying('a.csv', 'a.xlsx');
  expect([code, stdout]).toEqual([EXIT.failure, '']);
  expect(stderr).toContain('Rejected lines of a.csv and of a.xlsx would go to one file');
});

it('a file is read as another export where one says so', async () => {
  writeFileSync(
    join(dir, 'a.csv'),
    'Record ID,First Name,Last Name,Contact owner,Company name,Create Date\n1,Jo,Berg,Ada Lo,Acme,2026-03-02\n',
  );
  expect((await trying('a.csv')).stderr).toContain(
    'to read it as that: tally import a.csv --as hubspot-accounts',
  );
  rmSync(join(dir, 'a.mapping.yaml'));
  const { code, stderr } = await trying('a.csv', '--as', 'hubspot-accounts');
  expect(code).toBe(EXIT.ok);
  expect(stderr).toContain('a.csv: accounts, as hubspot-accounts exports them (3 of its columns).');
  expect((await trying('a.csv', '--as', 'hubspot')).stderr).toContain(
    'There is no ready mapping hubspot; there are',
  );
});

it('a mapping that somebody has written is not written over', async () => {
  writeFileSync(join(dir, 'a.csv'), CALLS);
  writeFileSync(join(dir, 'a.mapping.yaml'), 'source: mine\n');
  const { stderr } = await trying('a.csv');
  expect(stderr).toContain(
    'a.mapping.yaml is here already: import with it, "tally import calls a.csv --mapping a.mapping.yaml", or remove it.',
  );
  expect(existsSync(join(dir, 'a.rejects.csv'))).toBe(false);
});
