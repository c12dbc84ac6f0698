import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServiceLog } from './service-log.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-log-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function logging() {
  const said: string[] = [];
  let now = 0;
  const path = join(dir, 'query.log');
  const log = createServiceLog(
    'query',
    path,
    (line) => said.push(line),
    () => now,
  );
  return { log, said, path, pass: (ms: number) => (now += ms) };
}
const line = (level: number, msg: string, more: object = {}) => JSON.stringify({ level, msg, ...more });

describe('the log of a service', () => {
  it('keeps every line in the file, and tells people the warnings', async () => {
    const { log, said, path } = logging();
    log.take(line(30, 'listening'), 'stdout');
    log.take(line(40, 'Kafka is slow'), 'stdout');
    log.take(line(50, 'lost', { err: { message: 'connection reset' } }), 'stdout');
    log.take('not JSON', 'stdout');
    expect(said).toEqual(['query: Kafka is slow', 'query: lost: connection reset']);
    log.close();
    await expect.poll(() => readFileSync(path, 'utf8').split('\n')).toHaveLength(5);
  });

  it('does not repeat a warning until some time has passed', () => {
    const { log, said, pass } = logging();
    for (let i = 0; i < 5; i += 1) log.take(line(40, 'again'), 'stdout');
    expect(said).toHaveLength(1);
    pass(60_000);
    log.take(line(40, 'again'), 'stdout');
    expect(said).toHaveLength(2);
  });

  it('remembers the last line on stderr', () => {
    const { log, said } = logging();
    log.take('query: the port is taken.', 'stderr');
    expect(log.lastWords()).toBe('query: the port is taken.');
    expect(said).toEqual(['query: the port is taken.']);
  });
});
