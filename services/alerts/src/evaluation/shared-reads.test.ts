import { judgeHistory, type ReadSums } from '@tallyboard/alerting/history';
import { judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import { describe, expect, it } from 'vitest';
import { sharedReads } from './shared-reads.js';

/** A Monday, 12:00; epoch seconds. */
const NOON = Date.parse('2026-03-02T12:00:00Z') / 1_000;
const BY_OFFICE = { by: ['office'], metric: 'calls' } satisfies Partial<Rule>;

/** Rules of which the first four look at the same cells. */
const RULES: readonly Rule[] = [
  { ...BY_OFFICE, name: 'busy', window: '1h', above: 12 },
  { ...BY_OFFICE, name: 'quiet', window: '1d', below: 300 },
  { ...BY_OFFICE, name: 'talkative', metric: 'talk_time', window: '2h', above: 90 },
  { ...BY_OFFICE, name: 'less', window: '1h', change: { by: -0.01 } },
  { name: 'all', metric: 'calls', window: '1h', above: 12 },
  { ...BY_OFFICE, name: 'outgoing', filter: { direction: ['outbound'] }, window: '1h', above: 12 },
];

/** Different sums for each quarter of an hour, quantity and group, asked of nobody else than `asked` says. */
const reading = (asked: string[]): ReadSums => {
  return async ({ rule, quantities }, bounds, spans) => {
    asked.push(rule.name);
    const isRead = (at: number) => !spans || spans.some(([from, to]) => at >= from && at < to);
    return (rule.by ? ['munich', 'sydney'] : ['']).map((office, place) => ({
      group: rule.by ? [office] : [],
      opening: undefined,
      steps: bounds.slice(0, -1).map((from, i) =>
        quantities.map(({ measure }) => {
          let sum = 0;
          for (let at = from; at < bounds[i + 1]!; at += 900)
            if (isRead(at)) sum += ((at / 900) % (5 + place + measure.length)) + (rule.filter ? 1 : 0);
          return sum;
        }),
      ),
    }));
  };
};

describe('rules that look at the same cells', () => {
  it('read them once together, and find what each would have found alone', async () => {
    const asked: string[] = [];
    const shared = sharedReads(reading(asked));
    const instants = [NOON - 900, NOON];
    const judges = RULES.map(judgeOf);
    const together = await Promise.all(judges.map((judge) => judgeHistory(judge, instants, shared)));
    expect(asked).toEqual(['busy', 'all', 'outgoing']);
    for (const [i, judge] of judges.entries())
      expect(together[i]).toEqual(await judgeHistory(judge, instants, reading([])));
  });

  it('fail together, and are read again at the next time', async () => {
    let fails = true;
    const shared = sharedReads((...asked) =>
      fails ? Promise.reject(new Error('no ClickHouse')) : reading([])(...asked),
    );
    const judges = RULES.slice(0, 2).map(judgeOf);
    const look = () => Promise.allSettled(judges.map((judge) => judgeHistory(judge, [NOON], shared)));
    expect((await look()).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect((await look()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });
});
