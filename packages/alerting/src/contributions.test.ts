import { describe, expect, it } from 'vitest';
import { contributionsOf } from './contributions.js';
import type { GroupSums } from './history.js';
import { judgeOf } from './judge.js';
import { Ledger, type Sum } from './numbers/ledger.js';
import type { Rule } from './rule.js';

/** A Monday, 12:00; epoch seconds. */
const NOON = Date.parse('2026-03-02T12:00:00Z') / 1_000;
const WEEK = 604_800;

/** Calls of this hour and of the hours of the weeks before it, by office, rep and direction. */
const CALLS = [
  { office: 'berlin', rep: 'ann', direction: 'inbound', now: 90, before: 10 },
  { office: 'berlin', rep: 'bob', direction: 'inbound', now: 12, before: 10 },
  { office: 'berlin', rep: 'cem', direction: 'outbound', now: 9, before: 10 },
  { office: 'munich', rep: 'dan', direction: 'outbound', now: 400, before: 10 },
];

async function told(rule: Rule, calls = CALLS, onJudged = () => {}): Promise<string[]> {
  const compiled = judgeOf(rule);
  const judge: typeof compiled = {
    ...compiled,
    judge(...args) {
      onJudged();
      return compiled.judge(...args);
    },
  };
  const read = async (asked: typeof judge, bounds: readonly number[]): Promise<GroupSums[]> => {
    const by = (asked.rule.by ?? []) as (keyof (typeof CALLS)[number])[];
    const groups = new Map<string, GroupSums>();
    for (const call of calls) {
      const group = by.map((name) => String(call[name] ?? ''));
      const known: GroupSums = groups.get(group.join()) ?? {
        group,
        steps: new Array(bounds.length - 1),
        opening: undefined,
      };
      groups.set(group.join(), known);
      for (const [i, from] of bounds.slice(0, -1).entries()) {
        const isHour = (NOON - bounds[i + 1]!) % WEEK === 0 && bounds[i + 1]! - from === 3_600;
        const count = isHour ? (bounds[i + 1] === NOON ? call.now : call.before) : 0;
        known.steps[i] = [((known.steps[i]?.[0] as number | undefined) ?? 0) + count] satisfies Sum[];
      }
    }
    return [...groups.values()];
  };
  const bounds = [...new Set(judge.spans(NOON).flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const fired = (await read(judge, bounds))
    .map(({ group, steps, opening }) => ({
      group,
      at: NOON,
      judgement: judge.judge(NOON, new Ledger(judge.quantities, bounds, steps, opening)),
    }))
    .filter(({ group }) => group[0] !== 'munich');
  const [found] = await contributionsOf(judge, fired, read);
  return found!.map(({ dimension, value, words }) => `${dimension} ${value}: ${words}`);
}

const RULE = { name: 'many', metric: 'calls', by: ['office'], window: '1h' } satisfies Partial<Rule>;

describe('the parts that changed a value most', () => {
  it('are those without which the change would be least, in the group that fires alone', async () => {
    const found = await told({ ...RULE, change: { by: 0.5 } });
    expect(found).toContain('rep ann: 90 (n 90), usually 10');
    expect(found.join()).not.toMatch(/bob|cem|dan|outbound/);
  });

  it('are measured by chance where the rule asks for chance', async () => {
    const found = await told({ ...RULE, rising: {} });
    expect(found.join()).toMatch(/rep ann: 90 \(n 90\), usually 10/);
    expect(found.join()).not.toMatch(/bob|cem|dan/);
  });

  it('are found among thousands, of which few are weighed', async () => {
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      office: 'berlin',
      rep: `rep-${i}`,
      direction: 'inbound',
      now: i === 2_345 ? 900 : 1,
      before: 1,
    }));
    let judged = 0;
    const found = await told({ ...RULE, change: { by: 0.5 } }, many, () => (judged += 1));
    expect(found).toEqual(['rep rep-2345: 900 (n 900), usually 1']);
    expect(judged).toBeLessThan(100);
  });

  it('are told with their own number of a level that somebody set', async () => {
    expect(await told({ ...RULE, above: 100 })).toContain('rep ann: 90 (n 90)');
  });
});
