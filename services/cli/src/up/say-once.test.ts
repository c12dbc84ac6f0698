import { describe, expect, it } from 'vitest';
import { sayOnce } from './say-once.js';

function saying() {
  const said: string[] = [];
  let now = 0;
  const say = sayOnce(
    (line) => said.push(line),
    () => now,
  );
  return { say, said, pass: (ms: number) => (now += ms) };
}

describe('lines that may repeat', () => {
  it('are said once, and after a while with the count of those in between', () => {
    const { say, said, pass } = saying();
    for (let i = 0; i < 5; i += 1) say('processor: Kafka is away');
    expect(said).toEqual(['processor: Kafka is away']);
    pass(30_000);
    say('processor: Kafka is away');
    expect(said.slice(1)).toEqual(['processor: Kafka is away (and 4 times in between)']);
    pass(30_000);
    say('processor: Kafka is away');
    expect(said.slice(2)).toEqual(['processor: Kafka is away']);
  });

  it('count as the same when only their numbers differ', () => {
    const { say, said } = saying();
    say('query: waited 200 ms for 127.0.0.1:9092');
    say('query: waited 400 ms for 127.0.0.1:9092');
    say('query: ClickHouse is away');
    expect(said).toEqual(['query: waited 200 ms for 127.0.0.1:9092', 'query: ClickHouse is away']);
  });
});
