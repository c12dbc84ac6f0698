import type { ReadSums } from '@tallyboard/alerting/history';
import type { Rule } from '@tallyboard/alerting/rule';
import { describe, expect, it } from 'vitest';
import { NOON } from '../testing/alerts.js';
import { createRuleHistory } from './rule-history.js';

const RULE: Rule = { name: 'busy', metric: 'calls', window: '1h', above: 10 };
const SPAN = { from: NOON - 86_400, to: NOON };

/** Histories whose readings the test answers; each look at the clock takes a ms. */
function histories() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const read =
    (tenant: string): ReadSums =>
    (_judge, bounds) => {
      asked.push(tenant);
      const steps = bounds.slice(1).map(() => [1]);
      return new Promise((resolve) =>
        answers.push(() => resolve([{ group: [], opening: undefined, steps }])),
      );
    };
  let clockMs = 0;
  const monotonicMs = () => {
    clockMs += 1;
    return clockMs;
  };
  const history = createRuleHistory({ ruleOf: () => RULE, read, offices: async () => [], monotonicMs });
  const ask = (tenant: string, isWanted = () => true) => history.backtest(tenant, RULE, SPAN, isWanted);
  const answer = async () => {
    await turn();
    for (const each of answers.splice(0)) each();
  };
  return { ask, asked, answer };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('histories of rules', () => {
  it('are made one after another for a tenant, beside those of others, and of too many some are refused', async () => {
    const { ask, asked, answer } = histories();
    const all = [...Array.from({ length: 20 }, () => ask('acme')), ask('other')];
    await turn();
    expect(asked).toEqual(['acme', 'other']);
    for (let i = 0; i < 500; i += 1) await answer();
    const found = await Promise.all(all);
    expect(found.filter((each) => each === null)).toHaveLength(4);
    expect(found.at(-1)!.judged).toBe(96);
  });

  it('let others have their turn again and again', async () => {
    const { ask, answer } = histories();
    let isMade = false;
    const made = ask('acme').then(() => {
      isMade = true;
    });
    await answer();
    for (let turns = 0; turns < 4; turns += 1) {
      expect(isMade).toBe(false);
      await turn();
    }
    await made;
  });

  it('end when nobody waits for them any more', async () => {
    const { ask, answer } = histories();
    const made = ask('acme', () => false);
    await answer();
    expect(await made).toBeNull();
  });
});
