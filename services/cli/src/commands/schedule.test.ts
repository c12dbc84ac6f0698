import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';

const DEFAULT = {
  id: 'default',
  versions: [
    {
      effective_from: '2026-01-01T00:00:00.000Z',
      zone: 'Europe/Berlin',
      hours: [{ weekday: 'monday', opens: '09:00', closes: '17:00' }],
      holidays: ['2026-12-25'],
    },
    { effective_from: '2099-01-01T00:00:00.000Z', zone: 'UTC', hours: [], holidays: [] },
  ],
};

let dir: string;
let server: Server;
let tally: ReturnType<typeof tallyIn>;
/** What was sent to ingest. */
let sent: { type: string; data: Record<string, unknown> }[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tally-schedule-'));
  sent = [];
  server = createServer(async (request, response) => {
    if (request.url === '/v1/schedules')
      return response.end(JSON.stringify({ tenant: 'demo', schedules: [DEFAULT] }));
    let body = '';
    for await (const part of request) body += part;
    const lines = body.split('\n').filter(Boolean);
    sent.push(...lines.map((line) => JSON.parse(line)));
    response.writeHead(200).end(JSON.stringify({ accepted: lines.length, rejected: 0, results: [] }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tally = tallyIn(dir, { TALLY_QUERY_URL: url, TALLY_INGEST_URL: url, TALLY_API_KEY: 'tally_key_secret' });
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

describe('tally schedule', () => {
  it('shows what holds now, and all that ever did', async () => {
    const { stdout } = await tally(['schedule', 'list']);
    expect(stdout).toMatch(/default +2026-01-01 +Europe\/Berlin +mon 09:00-17:00 +/);
    const shown = await tally(['schedule', 'show', 'default']);
    expect(shown.stdout).toBe(
      [
        'default, from 2099-01-01T00:00:00.000Z on, UTC',
        '  no hours: nothing is counted by it',
        'default, from 2026-01-01T00:00:00.000Z on, Europe/Berlin',
        '  mon 09:00-17:00',
        '  not on 2026-12-25',
        '',
      ].join('\n'),
    );
    expect((await tally(['schedule', 'show', 'defualt'])).stderr).toContain('did you mean default');
  });

  it('leaves what is not said as it holds on the day from which on it is said', async () => {
    const set = (...options: string[]) => tally(['schedule', 'set', 'default', ...options]);
    expect(await set('--holiday', '2099-12-25', '--from', '2099-06-01')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await set('--hours', 'fri 08:00-12:00', '--from', '2026-02-01')).code).toBe(0);
    expect(sent.map(({ data }) => data)).toMatchObject([
      { zone: 'UTC', effective_from: '2099-06-01T00:00:00.000Z', holidays: ['2099-12-25'] },
      { zone: 'Europe/Berlin', effective_from: '2026-01-31T23:00:00.000Z', holidays: ['2026-12-25'] },
    ]);
  });

  it('says what is said anew and leaves the rest as it holds now', async () => {
    const { code } = await tally([
      'schedule',
      'set',
      'default',
      '--hours',
      'mon-tue 8:00-16:00',
      '--from',
      '2026-11-02',
    ]);
    expect(code).toBe(0);
    expect(sent).toMatchObject([
      {
        type: 'schedule.updated',
        data: {
          schedule_id: 'default',
          effective_from: '2026-11-01T23:00:00.000Z',
          zone: 'Europe/Berlin',
          hours: [
            { weekday: 'monday', opens: '8:00', closes: '16:00' },
            { weekday: 'tuesday', opens: '8:00', closes: '16:00' },
          ],
          holidays: ['2026-12-25'],
          source_version: expect.any(Number),
        },
      },
    ]);
  });

  it('reads a file, of which options have the last word', async () => {
    writeFileSync(
      join(dir, 'night.yaml'),
      'zone: Asia/Kathmandu\nfrom: 2026-01-01\nhours:\n  fri-sat: [22:00-02:00, 03:00-06:00]\nholidays: [2026-05-01]\n',
    );
    await tally(['schedule', 'set', 'night', 'night.yaml', '--zone', 'UTC']);
    expect(sent[0]!.data).toMatchObject({
      schedule_id: 'night',
      zone: 'UTC',
      effective_from: '2026-01-01T00:00:00.000Z',
      holidays: ['2026-05-01'],
    });
    expect(sent[0]!.data.hours).toHaveLength(4);
    writeFileSync(join(dir, 'wrong.yaml'), 'zone: UTC\nhour: {}\n');
    expect((await tally(['schedule', 'set', 'night', 'wrong.yaml'])).stderr).toContain('wrong.yaml');
  });

  it('adds holidays to what holds now and to what is planned, from the days from which they do', async () => {
    writeFileSync(join(dir, 'days.csv'), 'date,name\n2026-12-25,Christmas\n2026-12-26,Boxing Day\n');
    const { stdout } = await tally(['schedule', 'holidays', 'default', 'days.csv']);
    expect(stdout).toContain('2 holidays added.');
    expect(sent[1]!.data).toMatchObject({
      effective_from: '2099-01-01T00:00:00.000Z',
      holidays: ['2026-12-25', '2026-12-26'],
    });
    expect(sent[0]!.data).toMatchObject({
      effective_from: '2026-01-01T00:00:00.000Z',
      hours: DEFAULT.versions[0]!.hours,
      holidays: ['2026-12-25', '2026-12-26'],
    });
    await tally(['schedule', 'holidays', 'default', 'days.csv', '--json']);
    expect((await tally(['schedule', 'holidays', 'nobody', 'days.csv'])).code).not.toBe(0);
  });

  it('sends nothing that is no schedule', async () => {
    const wrong = (...options: string[]) => tally(['schedule', 'set', 'new', ...options]);
    expect((await wrong('--hours', 'mon 09:00-17:00')).stderr).toContain('say by --zone');
    expect((await wrong('--zone', 'UTC', '--hours', 'mon 25:00-26:00')).stderr).toContain('a time of day');
    expect((await wrong('--zone', 'Europe/Atlantis')).stderr).toContain('time zone');
    expect((await wrong('--zone', 'UTC', '--holiday', '25.12.2026')).stderr).toContain('a date');
    expect((await wrong('--zone', 'UTC', '--from', 'soon')).stderr).toContain('soon');
    expect(sent).toEqual([]);
  });
});
