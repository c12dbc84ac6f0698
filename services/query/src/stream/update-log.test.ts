import { describe, expect, it } from 'vitest';
import { UpdateLog } from './update-log.js';

function logOf(capacity = 100, partitions = 1) {
  const log = new UpdateLog(capacity, 'only');
  for (let partition = 0; partition < partitions; partition += 1) log.begin(partition, 10);
  const hear = (partition: number, offset: number, bucket = offset * 900) => {
    const isNext = log.hear(partition, offset);
    log.add(partition, offset, {
      kind: 'cells',
      tenant: 'acme',
      fact: 'call',
      buckets: [bucket, bucket + 900],
    });
    return isNext;
  };
  return { log, hear };
}

describe('the update log', () => {
  it('tells what came after a cursor', () => {
    const { log, hear } = logOf();
    hear(0, 10);
    const cursor = log.cursorAt(log.head)!;
    expect(log.since(cursor)).toEqual([]);
    hear(0, 11);
    expect(log.since(cursor)).toMatchObject([{ tenant: 'acme', fact: 'call', first: 9_900, last: 10_800 }]);
    expect(log.cursorAt(1)).toBe(cursor);
  });

  it('has a cursor before the first update', () => {
    const { log, hear } = logOf();
    const cursor = log.cursorAt(0)!;
    hear(0, 10);
    expect(log.since(cursor)).toHaveLength(1);
  });

  it('keeps its place over several partitions', () => {
    const { log, hear } = logOf(100, 2);
    hear(0, 10);
    hear(1, 10);
    const cursor = log.cursorAt(1)!;
    hear(0, 11);
    expect(log.since(cursor)).toHaveLength(2);
  });

  it('does not know what came after a cursor that is too old, of the future, or of another log', () => {
    const { log, hear } = logOf(2);
    const before = log.cursorAt(log.head)!;
    for (const offset of [10, 11, 12, 13]) hear(0, offset);
    expect(log.since(before)).toBeNull();
    expect(log.since('0:12')).toHaveLength(2);
    expect(log.since('0:11')).toBeNull();
    expect(log.since('0:99')).toBeNull();
    expect(log.since('0:14,1:5')).toBeNull();
    expect(log.since('1:14')).toBeNull();
    for (const nonsense of ['', 'x', '0', '0:-1', '0:1e3', '0:14;']) expect(log.since(nonsense)).toBeNull();
  });

  it('notices a gap, and knows nothing of the time before it', () => {
    const { log, hear } = logOf();
    expect(hear(0, 10)).toBe(true);
    const cursor = log.cursorAt(log.head)!;
    expect(hear(0, 15)).toBe(false);
    expect(log.since(cursor)).toBeNull();
    expect(log.cursorAt(1)).toBeNull();
    expect(hear(0, 16)).toBe(true);
    expect(log.since(log.cursorAt(log.head)!)).toEqual([]);
  });
});
