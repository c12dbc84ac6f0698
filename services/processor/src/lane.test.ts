import type { PendingCell } from '@tallyboard/facts/restate';
import { describe, expect, it } from 'vitest';
import { Lane } from './lane.js';

const cell = (bucket: number, revision: number): PendingCell => ({ tenant: 'acme', bucket, revision });
const turns = () => new Promise((resolve) => setImmediate(resolve));

/** A lane whose restates end when the test says so. */
function controlled() {
  const begun: string[] = [];
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const lane = new Lane({
    restate: (cells) => {
      begun.push(cells.map(({ bucket, revision }) => `${bucket}@${revision}`).join(' '));
      return new Promise((done, fail) => ends.push({ done: () => done(), fail }));
    },
    rest: async () => {},
    now: () => 0,
  });
  return { lane, begun, ends };
}

describe('a lane', () => {
  it('joins what comes while it restates into one next turn, each cell at its highest revision', async () => {
    const { lane, begun, ends } = controlled();
    void lane.add([cell(900, 1)]);
    void lane.add([cell(1800, 2), cell(900, 2)]);
    void lane.add([cell(900, 5), cell(1800, 3)]);
    await turns();
    ends[0]!.done();
    await turns();
    expect(begun).toEqual(['900@1', '900@5 1800@3']);
  });

  it('is done with what was added only after a turn that began later', async () => {
    const { lane, ends } = controlled();
    const done: string[] = [];
    void lane.add([cell(900, 1)]).then(() => done.push('first'));
    await turns();
    void lane.add([cell(900, 2)]).then(() => done.push('second'));
    ends[0]!.done();
    await turns();
    expect(done).toEqual(['first']);
    ends[1]!.done();
    await turns();
    expect(done).toEqual(['first', 'second']);
  });

  it('tells those whose turn failed, and goes on with the others', async () => {
    const { lane, begun, ends } = controlled();
    const first = lane.add([cell(900, 1)]);
    await turns();
    const second = lane.add([cell(1800, 2)]);
    ends[0]!.fail(new Error('ClickHouse is away'));
    await expect(first).rejects.toThrow('ClickHouse is away');
    await turns();
    ends[1]!.done();
    await second;
    expect(begun).toEqual(['900@1', '1800@2']);
  });
});
