import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SERVICES = fileURLToPath(new URL('../../services/', import.meta.url));

it.each(['ingest', 'processor', 'query', 'simulator'])(
  '%s names everything that is wrong with its settings in one sentence',
  async (name) => {
    const port = `TALLY_${name.toUpperCase()}_PORT`;
    const service = spawn(process.execPath, [`${SERVICES}${name}/dist/main.js`], {
      env: { PATH: process.env.PATH, TALLY_LOG_LEVEL: 'loud', [port]: '70000', TALLY_KAFKA_BROKER: 'x:1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said, [code]] = await Promise.all([text(service.stderr), once(service, 'exit')]);
    expect([code, said.trim().split('\n').length]).toEqual([1, 1]);
    expect(said).toMatch(new RegExp(`^${name}: Wrong settings: `));
    expect(said).toContain('TALLY_LOG_LEVEL is "loud" but wants one of trace');
    expect(said).toContain(`${port} is "70000" but wants a port`);
    expect(said).toContain('TALLY_KAFKA_BROKER is no setting (did you mean TALLY_KAFKA_BROKERS?)');
  },
);
