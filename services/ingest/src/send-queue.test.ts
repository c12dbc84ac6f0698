import type { OutgoingMessage } from '@tallyboard/kafka/producer';
import { describe, expect, it, vi } from 'vitest';
import { SendQueue } from './send-queue.js';

const messages = (count: number, bytes = 10): OutgoingMessage[] =>
  Array.from({ length: count }, (_, i) => ({ key: `${i}`, value: Buffer.alloc(bytes) }));
const countOf = (pieces: { messages: unknown[] }[]) =>
  pieces.reduce((sum, piece) => sum + piece.messages.length, 0);

describe('SendQueue', () => {
  it('joins what small requests have added into one send', () => {
    const queue = new SendQueue();
    for (let i = 0; i < 100; i += 1) void queue.add(messages(2));
    expect(countOf(queue.take())).toBe(200);
    expect(queue.isEmpty()).toBe(true);
  });

  it('cuts what is too much for one send, by number and by bytes, in order', () => {
    const queue = new SendQueue();
    const many = messages(9_000);
    void queue.add(many);
    const sends = [queue.take(), queue.take(), queue.take()];
    expect(sends.map(countOf)).toEqual([4_000, 4_000, 1_000]);
    expect(sends.flatMap((pieces) => pieces.flatMap((piece) => piece.messages))).toEqual(many);
    expect(queue.isEmpty()).toBe(true);

    void queue.add(messages(10, 400_000));
    while (!queue.isEmpty()) expect(countOf(queue.take())).toBeLessThanOrEqual(2);
  });

  it('takes a message that is larger than a send may be alone, rather than never', () => {
    const queue = new SendQueue();
    void queue.add(messages(1, 2_000_000));
    expect(countOf(queue.take())).toBe(1);
  });

  it('resolves an add when the last of its pieces is acknowledged', async () => {
    const queue = new SendQueue();
    const done = vi.fn();
    const added = queue.add(messages(9_000)).then(done);
    const pieces = [...queue.take(), ...queue.take(), ...queue.take()];
    for (const piece of pieces.slice(1)) piece.acknowledge();
    await new Promise(setImmediate);
    expect(done).not.toHaveBeenCalled();
    pieces[0]!.acknowledge();
    await added;
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('rejects an add when one of its pieces is refused', async () => {
    const queue = new SendQueue();
    const added = queue.add(messages(9_000));
    const first = queue.take();
    for (const piece of first) piece.acknowledge();
    for (const piece of queue.takeAll()) piece.refuse(new Error('away'));
    await expect(added).rejects.toThrow('away');
    expect(queue.isEmpty()).toBe(true);
  });
});
