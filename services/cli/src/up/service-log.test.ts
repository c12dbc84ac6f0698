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
  const path = join(dir, 'query.log');
  const log = createServiceLog('query', path, (line) => said.push(line));
  return { log, said, path };
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

  it('remembers the last line on stderr', () => {
    const { log, said } = logging();
    log.take('query: the port is taken.', 'stderr');
    expect(log.lastWords()).toBe('query: the port is taken.');
    expect(said).toEqual([]);
  });

  it('tells people what is on stderr once the service has started', () => {
    const { log, said } = logging();
    log.started();
    log.take('query: stopped by an unexpected error.', 'stderr');
    expect(said).toEqual(['query: stopped by an unexpected error.']);
  });

  it("keeps Node's own warnings in the file, away from people", () => {
    const { log, said } = logging();
    log.started();
    log.take('query: the port is taken.', 'stderr');
    log.take('(node:13229) [FSTDEP023] FastifyDeprecation: an option is deprecated.', 'stderr');
    log.take('(Use `node --trace-warnings ...` to show where the warning was created)', 'stderr');
    expect(said).toEqual(['query: the port is taken.']);
    expect(log.lastWords()).toBe('query: the port is taken.');
  });
});
