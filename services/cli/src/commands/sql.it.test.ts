import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { isolated } from '@tallyboard/testkit/isolated';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';

const names = isolated();
const dir = mkdtempSync(join(tmpdir(), 'tally-sql-'));
const tally = tallyIn(dir, settingsOf(names));
const sql = (...args: string[]) => tally(['sql', ...args]);

let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = connectClickHouse({ url: names.clickhouseUrl, ...testUser, database: names.database });
  await migrate(clickhouse);
});
afterAll(async () => {
  await clickhouse.close();
  rmSync(dir, { recursive: true });
});

describe('tally sql', () => {
  it('shows a table, exact CSV, or JSON', async () => {
    const asked =
      "SELECT toUInt64(18446744073709551615) AS big, NULL AS none, toDecimal64('1.50', 4) AS amount, 'a,b' AS text";
    expect((await sql(asked)).stdout).toBe(
      `${['                 big  none  amount  text', '────────────────────  ────  ──────  ────', '18446744073709551615  –        1.5  a,b'].join('\n')}\n\n1 row.\n`,
    );
    expect((await sql(asked, '--csv')).stdout).toBe(
      'big,none,amount,text\n18446744073709551615,,1.5,"a,b"\n',
    );
    const { columns, rows } = JSON.parse((await sql(`${asked}, 7 AS n;`, '--json')).stdout);
    expect(columns[0]).toEqual({ name: 'big', type: 'UInt64' });
    expect(rows).toEqual([{ big: '18446744073709551615', none: null, amount: '1.5', text: 'a,b', n: 7 }]);
  });

  it('reads files and parameters, statement by statement', async () => {
    writeFileSync(
      join(dir, 'two.sql'),
      '-- Both.\nSELECT {who:String} AS who;\nSELECT toDate({day:Date}) AS day;',
    );
    const { stdout } = await sql(
      '--file',
      'two.sql',
      '--param',
      "who=o'neil",
      '--param',
      'day=2026-03-01',
      '--csv',
    );
    expect(stdout).toBe("who\no'neil\nday\n2026-03-01\n");
  });

  it('gives any metric by the statement that its view has', async () => {
    for (const { name } of METRICS.filter((_, i) => i % 7 === 0)) {
      const { rows } = JSON.parse((await sql(`.metric ${name}`, '--json')).stdout);
      const { text } = rows.find(({ about }: { about: string }) => about === 'statement');
      const given = ['tenant=acme', 'from=2026-03-01', 'to=2026-04-01'].flatMap((each) => ['--param', each]);
      expect(await sql(text, '--json', ...given), name).toMatchObject({ code: 0, stderr: '' });
    }
  });

  it('looks up what there is, in words', async () => {
    const tables = JSON.parse((await sql('.tables', '--json')).stdout).rows;
    expect(tables).toContainEqual({ name: 'deals', words: expect.stringMatching(/not rows\.$/) });
    expect(tables.map(({ name }: { name: string }) => name)).not.toContain('deal_cells_packed');
    expect((await sql('.describe deals')).stdout).toMatch(
      /^won_amount +Decimal\(38, 4\) +amount of deals won$/m,
    );
  });

  it('stops at its limits of rows and time', async () => {
    const many = await sql('SELECT number FROM numbers(1000)', '--max-rows', '3');
    expect(many.stdout).toMatch(/2\n\nThe first 3 rows; there are more, --max-rows shows them\.\n$/);
    const csv = await sql('SELECT number FROM numbers(1000)', '--max-rows', '3', '--csv');
    expect(csv).toEqual({
      code: 0,
      stdout: 'number\n0\n1\n2\n',
      stderr: 'These are the first 3 rows; --max-rows shows more.\n',
    });
    expect(await sql('SELECT sum(cityHash64(number)) FROM numbers(1000000000000)', '--timeout', '1')).toEqual(
      {
        code: 1,
        stdout: '',
        stderr: 'It took too long and was stopped: filter on tenant and day, or allow more with --timeout.\n',
      },
    );
  });

  it('says so when a result is of every tenant', async () => {
    const note = "This is of every tenant; WHERE tenant = '…' makes it one's.\n";
    expect((await sql('SELECT sum(won) FROM deal_daily')).stderr).toBe(note);
    expect((await sql("SELECT sum(won) FROM deal_daily WHERE tenant = 'acme'")).stderr).toBe('');
    expect((await sql('SELECT name FROM metrics')).stderr).toBe('');
  });

  it.each([
    ['DROP TABLE deal_events', /^It only reads: /],
    ["INSERT INTO rep_events (tenant) VALUES ('x')", /^It only reads: /],
    ['WITH 1 AS x INSERT INTO rep_events (tenant) SELECT x', /^(It only reads|No SQL from)/],
    ['SELECT 1 SETTINGS readonly = 0', /^It only reads: /],
    ['SELECT wom FROM deals', /^Unknown expression identifier `wom`: did you mean won\?$/],
    [
      'SELECT won FROM deels',
      /^Unknown table expression identifier 'deels': did you mean \w+\.deals\? "\.tables" lists/,
    ],
    ['SELECT won FRM deals WHERE', /^No SQL from position 16 on, at "deals"\.$/],
    ['SELECT won\nFROM deals\n WHERE', /^No SQL from line \d, column \d+ on\b/],
    ['SELECT sum(won FROM deals', /^There is a "\(" too many, or its other half is missing\.$/],
    ['SELECT {tenant:String}', /^It has the parameter tenant: say --param tenant=… what that is\.$/],
    ['SELECT foo(1)', /^Function with name `foo` does not exist\.$/],
    [
      'SELECT team, sum(won) FROM deals',
      /^Column '\w+\.deals\.team' is not under aggregate function and not in GROUP BY keys\.$/,
    ],
    ['/* nothing */', /^There is no statement: /],
    ['.wat', /^There is no \.wat:/],
  ])('answers %s with one clear sentence', async (statement, sentence) => {
    const { code, stdout, stderr } = await sql(statement);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(sentence);
    if (!statement.startsWith('.')) expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('names what is not there', async () => {
    expect(await sql('--file', 'none.sql')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'none.sql cannot be read (ENOENT).\n',
    });
    const gone = await tally(['sql', 'SELECT 1'], { TALLY_CLICKHOUSE_URL: 'http://127.0.0.1:1' });
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringMatching(/^ClickHouse does not answer at /)]);
  });
});
