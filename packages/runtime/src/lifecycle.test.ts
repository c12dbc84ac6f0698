import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from './failure.js';
import { type Host, runService, type ServiceContext } from './lifecycle.js';
import { loadSettings, logSettings, setting } from './settings.js';

/** A process that only remembers. */
function fakeHost(env: Record<string, string> = {}, ipc?: { connected: boolean }) {
  const events = new EventEmitter();
  const stdin = Object.assign(new EventEmitter(), { resume: () => {} });
  const said: string[] = [];
  const exits: number[] = [];
  const host: Host = {
    env: { TALLY_LOG_LEVEL: 'silent', ...env },
    on: (event, listener) => events.on(event, listener),
    exit: (code) => void exits.push(code),
    stdin,
    stderr: { write: (text: string) => void said.push(text), on: () => {} },
    ...(ipc ? { send: () => {}, connected: ipc.connected } : {}),
  };
  return {
    host,
    said,
    exits,
    stdin,
    emit: (event: string, argument?: unknown) => events.emit(event, argument),
  };
}

const settled = () => vi.waitFor(() => {});
const exited = ({ exits }: { exits: number[] }) => vi.waitFor(() => expect(exits.length).toBeGreaterThan(0));

describe('runService', () => {
  it('stops its parts in reverse order on SIGTERM, each once, and exits with 0', async () => {
    const fake = fakeHost();
    const stopped: string[] = [];
    runService(
      'ingest',
      ({ onStop }) => {
        onStop(async () => void stopped.push('opened first'));
        onStop(() => void stopped.push('opened last'));
      },
      fake.host,
    );
    await settled();
    fake.emit('SIGTERM');
    await exited(fake);
    expect(stopped).toEqual(['opened last', 'opened first']);
    expect(fake.exits).toEqual([0]);
    expect(fake.said).toEqual([]);
  });

  it('says a Failure as one sentence, without its stack, and exits with its code', async () => {
    const fake = fakeHost();
    const start = async () => {
      throw new Failure('Kafka does not answer: start it.', { exitCode: 3 });
    };
    runService('ingest', start, fake.host);
    await exited(fake);
    expect(fake.said).toEqual(['ingest: Kafka does not answer: start it.\n']);
    expect(fake.exits).toEqual([3]);
  });

  it('leaves a wrong log level to the settings of the service, which name all that is wrong at once', async () => {
    const fake = fakeHost({ TALLY_LOG_LEVEL: 'loud', TALLY_PORT: '70000' });
    const shape = { ...logSettings, port: setting.port('TALLY_PORT', { default: 1, doc: 'Where' }) };
    runService('ingest', ({ env }) => void loadSettings(shape, env), fake.host);
    await exited(fake);
    expect(fake.said).toHaveLength(1);
    expect(fake.said[0]).toMatch(/^ingest: Wrong settings: TALLY_LOG_LEVEL is "loud" but wants one of trace/);
    expect(fake.said[0]).toMatch(/; TALLY_PORT is "70000" but wants a port/);
    expect(fake.exits).toEqual([1]);
  });

  it('stops what was opened before start failed', async () => {
    const fake = fakeHost();
    const stopped: string[] = [];
    const start = ({ onStop }: ServiceContext) => {
      onStop(() => void stopped.push('opened'));
      throw new Failure('No.');
    };
    runService('ingest', start, fake.host);
    await exited(fake);
    expect(stopped).toEqual(['opened']);
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'stops cleanly and exits with 1 after an %s',
    async (event) => {
      const fake = fakeHost();
      const stop = vi.fn();
      runService('ingest', ({ onStop }) => onStop(stop), fake.host);
      await settled();
      fake.emit(event, new TypeError('x is not a function'));
      await exited(fake);
      expect(stop).toHaveBeenCalledTimes(1);
      expect(fake.exits).toEqual([1]);
      expect(fake.said.join('')).toContain('x is not a function');
      expect(fake.said.join('')).not.toContain('    at ');
    },
  );

  it('goes on stopping when one part fails, and exits with 1', async () => {
    const fake = fakeHost();
    const stop = vi.fn();
    runService(
      'ingest',
      ({ onStop }) => {
        onStop(stop);
        onStop(() => Promise.reject(new Error('stuck')));
      },
      fake.host,
    );
    await settled();
    fake.emit('SIGINT');
    await exited(fake);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(fake.exits).toEqual([1]);
  });

  it('closes at once what a slow start opens after the stop', async () => {
    const fake = fakeHost();
    const stop = vi.fn();
    let goOn = () => {};
    const start = async ({ onStop }: ServiceContext) => {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      onStop(stop);
    };
    runService('ingest', start, fake.host);
    fake.emit('SIGTERM');
    await exited(fake);
    goOn();
    await vi.waitFor(() => expect(stop).toHaveBeenCalledTimes(1));
  });

  it('fails from inside while running', async () => {
    const fake = fakeHost();
    runService('ingest', ({ fail }) => fail(new Failure('The log is full.')), fake.host);
    await exited(fake);
    expect(fake.said).toEqual(['ingest: The log is full.\n']);
    expect(fake.exits).toEqual([1]);
  });

  describe('when a part never stops', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());
    const start = ({ onStop }: ServiceContext) => onStop(() => new Promise<void>(() => {}));

    it('ends at once on a second signal', async () => {
      const fake = fakeHost();
      runService('ingest', start, fake.host);
      fake.emit('SIGTERM');
      await vi.advanceTimersByTimeAsync(14_000);
      expect(fake.exits).toEqual([]);
      fake.emit('SIGINT');
      expect(fake.exits).toEqual([1]);
    });

    it('ends by itself after 15 s', async () => {
      const fake = fakeHost();
      runService('ingest', start, fake.host);
      fake.emit('SIGTERM');
      await vi.advanceTimersByTimeAsync(15_000);
      expect(fake.exits).toEqual([1]);
      expect(fake.said).toEqual(['ingest: did not stop within 15 s, so it was ended.\n']);
    });
  });

  describe('with TALLY_EXIT_WITH_PARENT=1', () => {
    const env = { TALLY_EXIT_WITH_PARENT: '1' };

    it('stops when the IPC channel closes, and then does not care for stdin', async () => {
      const fake = fakeHost(env, { connected: true });
      runService('ingest', () => {}, fake.host);
      await settled();
      fake.stdin.emit('end');
      await settled();
      expect(fake.exits).toEqual([]);
      fake.emit('disconnect');
      await exited(fake);
      expect(fake.exits).toEqual([0]);
    });

    it('stops when the parent ended before it began', async () => {
      const fake = fakeHost(env, { connected: false });
      runService('ingest', () => {}, fake.host);
      await exited(fake);
      expect(fake.exits).toEqual([0]);
    });

    it('stops when stdin ends, where there is no IPC channel', async () => {
      const fake = fakeHost(env);
      runService('ingest', () => {}, fake.host);
      await settled();
      fake.stdin.emit('end');
      await exited(fake);
      expect(fake.exits).toEqual([0]);
    });

    it('lives on without the setting', async () => {
      const fake = fakeHost({}, { connected: true });
      runService('ingest', () => {}, fake.host);
      fake.emit('disconnect');
      fake.stdin.emit('end');
      await settled();
      expect(fake.exits).toEqual([]);
    });
  });
});
