import { describe, expect, it } from 'vitest';
import { type Position, Stage, type StagePorts, type Taken } from './stage.js';

interface Numbered {
  offset: number;
  timestamp: number;
}

const batch = (partition: number, from: number, to: number): Taken<Numbered> => ({
  topic: 't',
  partition,
  messages: Array.from({ length: to - from }, (_, i) => ({ offset: from + i, timestamp: 1_000 + from + i })),
});

function recorded(overrides: Partial<StagePorts<Numbered>> = {}, rounds = 1) {
  const log: string[] = [];
  const ports: StagePorts<Numbered> = {
    process: async (taken) => {
      log.push(
        `process ${taken.map(({ partition, messages }) => `${partition}:${messages.map((m) => m.offset).join(',')}`).join(' ')}`,
      );
    },
    commit: async (positions: readonly Position[]) => {
      log.push(`commit ${positions.map(({ partition, offset }) => `${partition}@${offset}`).join(' ')}`);
    },
    pause: () => 0,
    onFailure: (error) => void log.push(`failed ${(error as Error).message}`),
    backoff: () => 1,
    now: () => 0,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    ...overrides,
  };
  const stage = new Stage<Numbered>(ports, { maxMessages: 10, rounds });
  return { log, stage };
}

const turns = async (n = 50) => {
  for (let i = 0; i < n; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('a stage', () => {
  it('commits what it has processed, and only after it', async () => {
    const { log, stage } = recorded();
    await stage.take(() => batch(0, 0, 3));
    await stage.take(() => batch(1, 7, 9));
    stage.start();
    await turns();
    await stage.stop();
    expect(log).toEqual(['process 0:0,1,2 1:7,8', 'commit 0@3 1@9']);
  });

  it('tries the same messages again until they are through, and commits nothing before', async () => {
    let failures = 2;
    const { log, stage } = recorded({
      process: async () => {
        if (failures-- > 0) throw new Error('ClickHouse is away');
        log.push('processed');
      },
    });
    await stage.take(() => batch(0, 0, 1));
    stage.start();
    await turns();
    await stage.stop();
    expect(log).toEqual([
      'failed ClickHouse is away',
      'failed ClickHouse is away',
      'processed',
      'commit 0@1',
    ]);
  });

  it('does not commit for partitions that were taken from it meanwhile', async () => {
    let finish = (): void => {};
    const { log, stage } = recorded({ process: () => new Promise<void>((resolve) => (finish = resolve)) });
    await stage.take(() => batch(0, 0, 1));
    stage.start();
    await turns();
    stage.forget();
    finish();
    await turns();
    await stage.stop();
    expect(log).toEqual([]);
  });

  it('makes the taker wait when it is full, and lets it go on after a round', async () => {
    const { log, stage } = recorded();
    await stage.take(() => batch(0, 0, 10));
    let took = false;
    const waiting = stage.take(() => batch(0, 10, 12)).then(() => (took = true));
    await turns();
    expect(took).toBe(false);
    stage.start();
    await waiting;
    await turns();
    await stage.stop();
    expect(log.at(-1)).toBe('commit 0@12');
  });

  it('holds a round back while it is told to, and joins what comes meanwhile', async () => {
    let hold = 3;
    const { log, stage } = recorded({ hold: () => (hold-- > 0 ? 1 : 0) });
    stage.start();
    await stage.take(() => batch(0, 0, 1));
    await stage.take(() => batch(0, 1, 2));
    await turns();
    await stage.stop();
    expect(log).toEqual(['process 0:0,1', 'commit 0@2']);
  });

  describe('of several rounds at once', () => {
    /** Rounds end when the test says so; each is known by its first offset. */
    function controlled() {
      const ends = new Map<number, { done: () => void; fail: (error: Error) => void }>();
      const { log, stage } = recorded(
        {
          process: async ([taken]) => {
            const { offset } = taken!.messages[0]!;
            await new Promise<void>((done, fail) => ends.set(offset, { done, fail }));
            return async () => void log.push(`finish ${offset}`);
          },
        },
        3,
      );
      stage.start();
      const begin = async (offset: number) => {
        await stage.take(() => batch(0, offset, offset + 1));
        await turns();
      };
      return { log, stage, ends, begin };
    }

    it('commits them in order, whichever ends first', async () => {
      const { log, stage, ends, begin } = controlled();
      await begin(0);
      await begin(1);
      ends.get(1)!.done();
      await turns();
      expect(log).toEqual([]);
      ends.get(0)!.done();
      await turns();
      expect(log).toEqual(['finish 0', 'commit 0@1', 'finish 1', 'commit 0@2']);
      await stage.stop();
    });

    it('takes no more than the limit over all of them, until one is committed', async () => {
      const { log, stage, ends } = controlled();
      await stage.take(() => batch(0, 0, 5));
      await turns();
      await stage.take(() => batch(0, 5, 10));
      await turns();
      expect([...ends.keys()]).toEqual([0, 5]);
      let took = false;
      const waiting = stage.take(() => batch(0, 10, 11)).then(() => (took = true));
      ends.get(5)!.done();
      await turns();
      expect(took).toBe(false);
      ends.get(0)!.done();
      await waiting;
      expect(log.slice(0, 2)).toEqual(['finish 0', 'commit 0@5']);
      await turns();
      ends.get(10)!.done();
      await stage.stop();
    });

    it('counts what was taken from it until its round ends', async () => {
      const { stage, ends } = controlled();
      await stage.take(() => batch(0, 0, 10));
      await turns();
      stage.forget();
      let took = false;
      const waiting = stage.take(() => batch(1, 0, 1)).then(() => (took = true));
      await turns();
      expect(took).toBe(false);
      ends.get(0)!.done();
      await waiting;
      await turns();
      ends.get(0)!.done();
      await stage.stop();
    });

    it('commits nothing over a round that was given up', async () => {
      const { log, stage, ends, begin } = controlled();
      await begin(0);
      await begin(1);
      ends.get(1)!.done();
      await turns();
      const stopped = stage.stop();
      ends.get(0)!.fail(new Error('ClickHouse is away'));
      await stopped;
      expect(log).toEqual(['failed ClickHouse is away']);
    });
  });
});
