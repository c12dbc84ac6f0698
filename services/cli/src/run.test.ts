import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tallyIn } from './testing/tally.js';

let dir: string;
let tally: ReturnType<typeof tallyIn>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-run-'));
  tally = tallyIn(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

const COMMANDS = [
  'up',
  'import deals',
  'metrics',
  'query',
  'verify',
  'repair',
  'rebuild cells',
  'rebuild facts',
  'doctor',
  'doctor data',
  'dlq list',
  'dlq show',
  'dlq redrive',
  'keys create',
  'keys list',
  'keys revoke',
];

describe('the command line', () => {
  it.each(COMMANDS)('%s --help shows what is possible, with an example', async (command) => {
    const { code, stdout } = await tally([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Usage: tally/);
    expect(stdout).toMatch(/\$ .*tally/);
    expect(stdout).toMatch(/--json/);
  });

  it('lists its exit codes and settings', async () => {
    const { stdout } = await tally(['--help']);
    expect(stdout).toMatch(/3 {2}verify found cells/);
    expect(stdout).toMatch(/TALLY_KAFKA_BROKERS/);
  });

  it.each([
    [['nonsense']],
    [['query']],
    [['up', '--rate', 'much']],
    [['up', '--history-days', '1.5']],
    [['keys', 'create', '--tenant', 'a', '--scopes', 'everything']],
    [['query', 'calls', '--json', '--csv']],
    [['query', 'calls', '--set', 'target']],
    [['dlq', 'list', '--limit', '0']],
    [['dlq', 'show', 'first']],
  ])('%s exits with 2 and one sentence', async (args) => {
    const { code, stdout, stderr } = await tally(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['verify --memory-mb 399', 'from 400 to 1000000'],
    ['repair --memory-mb 1', 'from 400 to 1000000'],
    ['verify --rounds 1001', 'from 1 to 1000'],
    ['verify --patience 0', 'from 1 to 86400'],
    ['rebuild cells --backlog 1000001', 'from 1 to 1000000'],
    ['doctor data --limit 1e3', 'from 1 to 1000000'],
  ])('%s says what is possible: %s', async (command, bounds) => {
    const { code, stderr } = await tally(command.split(' '));
    expect([code, stderr]).toEqual([2, expect.stringContaining(`It wants a whole number ${bounds}:`)]);
  });

  it.each([
    [['querry'], "Unknown command 'querry': did you mean query? --help tells what is possible.\n"],
    [
      ['query', 'calls', '--perod', 'today'],
      "Unknown option '--perod': did you mean --period? --help tells what is possible.\n",
    ],
    [['query', 'calls', '--weather'], "Unknown option '--weather': --help tells what is possible.\n"],
  ])('%s names what was probably meant', async (args, sentence) => {
    expect(await tally(args)).toEqual({ code: 2, stdout: '', stderr: sentence });
  });

  it('exits with 1 and one sentence when a server does not answer', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await tally(['query', 'calls'], { TALLY_QUERY_URL: `http://127.0.0.1:${port}` });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The query service does not answer at .*TALLY_QUERY_URL.*\n$/);
  });

  it('exits with 1 and names a setting that is wrong', async () => {
    const { code, stderr } = await tally(['query', 'calls'], { TALLY_QUERY_URL: 'nowhere' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/TALLY_QUERY_URL is "nowhere"/);
  });

  it.each([
    [['query', 'calls']],
    [['keys', 'list']],
    [['up']],
    [['verify']],
    [['doctor']],
    [['dlq', 'list']],
  ])('%s refuses a wrong log level and a misspelt setting, both at once', async (args) => {
    const { code, stderr } = await tally(args, { TALLY_LOG_LEVEL: 'loud', TALLY_QUERY_ULR: 'http://x' });
    expect([code, stderr]).toEqual([
      1,
      'Wrong settings: TALLY_LOG_LEVEL is "loud" but wants one of trace, debug, info, warn, error, fatal, silent; TALLY_QUERY_ULR is no setting (did you mean TALLY_QUERY_URL?).\n',
    ]);
  });

  it('lists the metrics, and explains one', async () => {
    const list = JSON.parse((await tally(['metrics', '--json'])).stdout) as { metrics: { name: string }[] };
    expect(list.metrics.map(({ name }) => name)).toContain('close_rate');
    const { stdout: told } = await tally(['metrics', 'close_rate']);
    expect(told).toMatch(/Source:/);
    expect(told).toMatch(/^Of: deal$/m);
    const unknown = await tally(['metrics', 'clos_rate']);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'There is no metric "clos_rate": did you mean close_rate? "tally metrics" lists all.\n',
    ]);
    expect((await tally(['metrics', 'weather'])).stderr).toBe(
      'There is no metric "weather": "tally metrics" lists them.\n',
    );
  });
});

describe('an import', () => {
  const MAPPING = `
source: crm
deals:
  id: { column: id }
  opened_at: { column: opened }
  closed_at: { column: closed }
  outcome: { column: stage, values: { Won: won } }
`;
  const files = (...lines: string[]) => {
    writeFileSync(join(dir, 'map.yaml'), MAPPING);
    writeFileSync(join(dir, 'deals.csv'), ['id,opened,closed,stage', ...lines].join('\n'));
  };

  it('exits with 4 when some lines could not be used, and leaves them beside', async () => {
    files('A,2017-01-01,2017-01-02,Won', 'B,2017-01-01,2017-01-02,Paused');
    const { code, stdout, stderr } = await tally([
      'import',
      'deals',
      'deals.csv',
      '--mapping',
      'map.yaml',
      '--dry-run',
    ]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^2 events could be sent/);
    expect(stderr).toMatch(/deals\.csv:3: stage: "Paused"/);
    expect(readFileSync(join(dir, 'deals.rejects.csv'), 'utf8')).toMatch(/^3,.*,B,/m);
  });

  it('refuses a mapping that is not UTF-8, since its words must be those of the file', async () => {
    files('A,2017-01-01,2017-01-02,Won');
    writeFileSync(join(dir, 'map.yaml'), Buffer.from(MAPPING.replace('Won:', 'G\u00e4nzlich:'), 'latin1'));
    const args = ['import', 'deals', 'deals.csv', '--mapping', 'map.yaml', '--dry-run'];
    const { code, stderr } = await tally(args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The mapping map\.yaml is not UTF-8/)]);
  });

  const dryRun = (...more: string[]) =>
    tally(['import', 'deals', 'deals.csv', '--mapping', 'map.yaml', '--dry-run', ...more]);

  it('says before anything is sent that rejected lines cannot be kept', async () => {
    files('A,2017-01-01,2017-01-02,Won');
    expect(await dryRun('--rejects', 'nowhere')).toEqual({
      code: 1,
      stdout: '',
      stderr: `Rejected lines cannot be written to ${join(dir, 'nowhere', 'deals.rejects.csv')} (ENOENT): give with --rejects a directory that is there and may be written.\n`,
    });
  });

  it('names the delimiter that a file seems to have', async () => {
    files();
    writeFileSync(join(dir, 'deals.csv'), 'id;opened;closed;stage\n1;2017-01-01;;"Won"\n');
    writeFileSync(join(dir, 'map.yaml'), `${MAPPING}delimiter: ","\n`);
    const { code, stderr } = await dryRun();
    expect([code, stderr]).toEqual([
      1,
      `${join(dir, 'deals.csv')} has no "," in its first line; it seems to be separated by semicolons, so let the mapping say delimiter: ";".\n`,
    ]);
  });

  it('names no line of a file that cannot be read from its first one on', async () => {
    files('A,2017-01-01,2017-01-02,Won');
    writeFileSync(join(dir, 'deals.csv'), Buffer.from('id,opened,closed,stage,K\u00e4ufer\n', 'latin1'));
    expect((await dryRun()).stderr).toBe(
      `${join(dir, 'deals.csv')} is not utf-8: say in the mapping how it is encoded, for example "encoding: windows-1252".\n`,
    );
  });

  it('says how to get the key that it needs', async () => {
    files('A,2017-01-01,2017-01-02,Won');
    const { code, stderr } = await tally([
      'import',
      'deals',
      'deals.csv',
      '--mapping',
      'map.yaml',
      '--tenant',
      'acme',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/tally keys create --tenant acme --scopes ingest,read/);
  });
});
