import type { OfficeZone } from '@tallyboard/alerting/by-zone';
import type { ReadSums } from '@tallyboard/alerting/history';
import type { Rule } from '@tallyboard/alerting/rule';
import { createLogger } from '@tallyboard/runtime/logging';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { Evaluator } from './evaluator.js';
import type { SourceStanding } from './sources.js';
import type { TenantRule } from './watched-rules.js';

/** A Monday, 12:00; epoch seconds. */
const NOON = Date.parse('2026-03-02T12:00:00Z') / 1_000;
const HOUR = 3_600;

const RULES = ['quiet', 'calm'].map((name) => ({
  tenant: 'acme',
  rule: { name, metric: 'calls', window: '1h', below: 5 },
}));

/** Two rules that hold when an hour has fewer than five calls, over calls that somebody else counts. */
function world() {
  const book = new AlertBook();
  const told = {
    calls: new Map<number, number>(),
    silent: [] as SourceStanding[],
    nowS: NOON,
    asked: 0,
    rules: RULES as TenantRule[],
    isOurs: (_: string) => true,
    offices: [] as OfficeZone[],
    /** Whose calls they are. */
    groups: [[]] as string[][],
    onRead: () => {},
    onSay: (_: readonly AlertRecord[]) => {},
  };
  const read: ReadSums = async (_judge, bounds) => {
    const steps = bounds.slice(0, -1).map((from, i) => {
      let sum = 0;
      for (const [at, count] of told.calls) if (at >= from && at < bounds[i + 1]!) sum += count;
      return [sum];
    });
    told.onRead();
    return told.groups.map((group) => ({ group, opening: undefined, steps }));
  };
  const evaluator = new Evaluator({
    rules: () => told.rules,
    isOurs: (tenant) => told.isOurs(tenant),
    book,
    read: () => read,
    silent: async () => {
      told.asked += 1;
      return told.silent;
    },
    offices: async () => told.offices,
    labels: async () => ({}),
    say: async (records) => {
      told.onSay(records);
      for (const record of records) book.take(record, told.nowS * 1_000);
    },
    now: () => told.nowS * 1_000,
    log: createLogger('alerts-test', 'silent'),
    onEvaluated: () => {},
  });
  /** Looks at an instant, up to which the pipeline is complete. */
  const lookAt = (at: number) => {
    told.nowS = at;
    return evaluator.run(at, new AbortController().signal);
  };
  for (let at = NOON - 8 * HOUR; at < NOON; at += 900) told.calls.set(at, 10);
  const steps = () => book.of('acme').flatMap((alert) => alert.steps.map(({ state }) => state));
  const states = () => book.of('acme').map(({ steps }) => steps.at(-1)!.state);
  return { told, lookAt, states, steps, evaluator };
}

describe('data that are late', () => {
  it('delay an alert and fake none, however long they are awaited, and the rule says that they are missing', async () => {
    const { told, lookAt, states, steps, evaluator } = world();
    await lookAt(NOON);
    expect(evaluator.standing('acme', 'quiet')!.judgedTo).toBe(NOON);
    told.silent = [{ source: 'phone', newest: NOON, usual: 40 }];
    for (let at = NOON + 900; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    expect(states()).toEqual([]);
    for (let at = NOON + 2 * HOUR; at <= NOON + 5 * HOUR; at += 900) await lookAt(at);
    expect(states()).toEqual(['data_missing', 'data_missing']);
    expect(evaluator.standing('acme', 'quiet')).toMatchObject({
      judgedTo: NOON,
      waitingFor: ['phone'],
      isMissing: true,
    });
    for (let at = NOON; at < NOON + 5 * HOUR; at += 900) told.calls.set(at, 10);
    told.silent = [];
    await lookAt(NOON + 5 * HOUR + 10);
    expect(states()).toEqual(['resolved', 'resolved']);
    // Said once each, and no other word of the rules.
    expect(steps()).toEqual(['data_missing', 'resolved', 'data_missing', 'resolved']);
    expect(evaluator.standing('acme', 'quiet')).toMatchObject({
      judgedTo: NOON + 5 * HOUR,
      isMissing: false,
    });
  });

  it('of a system that says little are not awaited for longer than the rule says', async () => {
    const { told, lookAt, states } = world();
    await lookAt(NOON);
    told.silent = [{ source: 'phone', newest: NOON, usual: 2 }];
    await lookAt(NOON + 2 * HOUR);
    expect(states()).toEqual([]);
    await lookAt(NOON + 3 * HOUR);
    expect(states()).toEqual(['firing', 'firing']);
  });

  it('are asked for once for all rules of one fact, and seldom', async () => {
    const { told, lookAt } = world();
    await lookAt(NOON);
    told.silent = [{ source: 'phone', newest: NOON, usual: 40 }];
    told.asked = 0;
    for (let ms = 0; ms < 4_000; ms += 200) await lookAt(NOON + 900 + ms / 1_000);
    expect(told.asked).toBe(1);
  });
});

describe('a correction of before that comes with what begins now', () => {
  it('is one alert with it, and not two', async () => {
    const { told, lookAt, states, evaluator } = world();
    told.rules = [{ tenant: 'acme', rule: { name: 'busy', metric: 'calls', window: '1h', above: 45 } }];
    told.calls.set(NOON, 0);
    await lookAt(NOON);
    // Half an hour ago more was done than was known, and there is more now.
    for (const at of [NOON - 1_800, NOON]) told.calls.set(at, 20);
    evaluator.restated('acme', 'call', [NOON - 1_800, NOON]);
    for (let later = 600; later < 660; later += 10) await lookAt(NOON + later);
    expect(states()).toEqual(['firing']);
  });
});

describe('an instance that takes over', () => {
  it('sees what holds already of an instant that is not over, though no cell is restated any more', async () => {
    const { told, lookAt, states } = world();
    told.rules = [{ tenant: 'acme', rule: { name: 'busy', metric: 'calls', window: '1h', above: 45 } }];
    told.calls.set(NOON, 40);
    await lookAt(NOON + 600);
    expect(states()).toEqual(['firing']);
  });

  it('says again since when a rule is judged where that could not be said', async () => {
    const { told, lookAt } = world();
    const said: AlertRecord[] = [];
    told.onSay = () => {
      throw new Error('no Kafka');
    };
    await expect(lookAt(NOON)).rejects.toThrow('no Kafka');
    told.onSay = (records) => said.push(...records);
    await lookAt(NOON + 10);
    expect(said).toMatchObject([
      { kind: 'rule', rule: 'quiet' },
      { kind: 'rule', rule: 'calm' },
    ]);
  });
});

describe('a rule by the hours of offices', () => {
  it('is judged to where the office is that is at work, though the day of another is over', async () => {
    const { told, lookAt, evaluator } = world();
    told.offices = [
      { id: 'munich', zone: 'Europe/Berlin' },
      { id: 'denver', zone: 'America/Denver' },
    ];
    const during = { from: '08:00', to: '12:00' };
    told.rules = [{ tenant: 'acme', rule: { ...RULES[0]!.rule, by: ['office'], tz: 'office', during } }];
    // 18:00 in Munich, 10:00 in Denver.
    const evening = NOON + 5 * HOUR;
    await lookAt(evening);
    await lookAt(evening);
    expect(evaluator.standing('acme', 'quiet')!.judgedTo).toBe(evening);
    told.silent = [{ source: 'phone', newest: evening, usual: 40 }];
    await lookAt(evening + HOUR);
    expect(evaluator.standing('acme', 'quiet')!.judgedTo).toBe(evening);
  });
});

describe('a rule that is taken out', () => {
  it('ends what is open of it without a word on whether it holds, and goes on with it when it comes back', async () => {
    const { told, lookAt, steps } = world();
    told.rules = RULES.slice(0, 1);
    for (let at = NOON; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual(['firing']);
    told.rules = [];
    for (let at = NOON + 2 * HOUR; at <= NOON + 3 * HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual(['firing', 'resolved']);
    told.rules = RULES.slice(0, 1);
    for (let at = NOON + 3 * HOUR; at <= NOON + 4 * HOUR; at += 900) await lookAt(at);
    // Nothing is withdrawn, because nothing was wrong, and it is no other alert.
    expect(steps()).toEqual(['firing', 'resolved', 'firing']);
  });
});

describe('a tenant that is on another shard', () => {
  it('is judged there: here nothing is begun, and nothing that is open is ended', async () => {
    const { told, lookAt, steps } = world();
    told.rules = RULES.slice(0, 1);
    told.isOurs = () => false;
    for (let at = NOON; at <= NOON + HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual([]);
    told.isOurs = () => true;
    for (let at = NOON + HOUR; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual(['firing']);
    told.isOurs = () => false;
    for (let at = NOON + 2 * HOUR; at <= NOON + 3 * HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual(['firing']);
  });
});

describe('a rule whose condition is changed', () => {
  /** Three calls in the hour before noon: too few for a rule that wants five; they are over, or go on. */
  const afterwards = async (changed: Partial<Rule>, callsNow: number) => {
    const { told, lookAt, steps, evaluator } = world();
    const rule: Rule = { name: 'quiet', metric: 'calls', window: '1h', below: 5 };
    told.rules = [{ tenant: 'acme', rule }];
    for (let at = NOON - HOUR; at < NOON; at += 900) told.calls.set(at, 1);
    await lookAt(NOON - HOUR);
    await lookAt(NOON);
    for (let at = NOON; at < NOON + HOUR; at += 900) told.calls.set(at, callsNow);
    await lookAt(NOON + HOUR);
    told.rules = [{ tenant: 'acme', rule: { ...rule, ...changed } }];
    for (let at = NOON + HOUR; at < NOON + 2 * HOUR; at += 900) told.calls.set(at, callsNow);
    await lookAt(NOON + 2 * HOUR);
    await lookAt(NOON + 2 * HOUR + 10);
    /** The calls were there, and only told of now. */
    const corrected = async () => {
      for (let at = NOON - HOUR; at < NOON; at += 900) told.calls.set(at, 10);
      evaluator.restated('acme', 'call', [NOON - HOUR, NOON - 2_700, NOON - 1_800, NOON - 900]);
      await lookAt(NOON + 2 * HOUR + 20);
      return steps();
    };
    return { steps, corrected };
  };

  it('takes nothing back that fired by the one before, since no data were wrong', async () => {
    expect((await afterwards({ below: 1 }, 10)).steps()).toEqual(['firing', 'resolved']);
    expect((await afterwards({ below: 1 }, 1)).steps()).toEqual(['firing', 'resolved']);
  });

  it('still takes back what data show to be wrong when only its words were changed', async () => {
    const { steps, corrected } = await afterwards({ title: 'Too quiet', severity: 'critical' }, 10);
    expect(steps()).toEqual(['firing', 'resolved']);
    expect(await corrected()).toEqual(['firing', 'resolved', 'withdrawn']);
  });
});

describe('a rule that is changed while it fires', () => {
  const byOffice = { name: 'quiet', metric: 'calls', window: '1h', below: 5, by: ['office'] };
  const ends = async (before: Rule, after: Rule) => {
    const { told, lookAt, steps } = world();
    told.groups = before.by ? [['munich']] : [[]];
    told.rules = [{ tenant: 'acme', rule: before }];
    for (let at = NOON; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    expect(steps()).toEqual(['firing']);
    told.rules = [{ tenant: 'acme', rule: after }];
    // Nothing new fires: calls come again.
    for (let at = NOON; at <= NOON + 4 * HOUR; at += 900) told.calls.set(at, 10);
    told.groups = after.by ? [['berlin']] : [[]];
    for (let at = NOON + 3 * HOUR; at <= NOON + 4 * HOUR; at += 900) await lookAt(at);
    return steps();
  };

  it('ends what is open when it is switched off', async () => {
    expect(await ends(byOffice, { ...byOffice, enabled: false })).toEqual(['firing', 'resolved']);
  });

  it('ends what is open of groups that it does not look at any more', async () => {
    expect(await ends(RULES[0]!.rule, byOffice)).toEqual(['firing', 'resolved']);
    expect(await ends(byOffice, RULES[0]!.rule)).toEqual(['firing', 'resolved']);
    expect(await ends(byOffice, { ...byOffice, filter: { office: ['berlin'] } })).toEqual([
      'firing',
      'resolved',
    ]);
  });
});

describe('a group of which nothing is read any more', () => {
  const rule: Rule = { name: 'busy', metric: 'calls', window: '1h', above: 45, by: ['office'] };

  it('is not firing any more when the process comes back after weeks', async () => {
    const { told, lookAt, steps, evaluator } = world();
    told.rules = [{ tenant: 'acme', rule }];
    told.groups = [['munich']];
    told.calls.set(NOON - 900, 40);
    await lookAt(NOON);
    expect(steps()).toEqual(['firing']);
    evaluator.forget();
    told.groups = [];
    await lookAt(NOON + 21 * 24 * HOUR);
    expect(steps()).toEqual(['firing', 'resolved']);
  });

  it('and that fired before the interval was over, is withdrawn', async () => {
    const { told, lookAt, steps, evaluator } = world();
    told.rules = [{ tenant: 'acme', rule }];
    told.groups = [];
    await lookAt(NOON);
    told.groups = [['munich']];
    told.calls.set(NOON, 80);
    evaluator.restated('acme', 'call', [NOON]);
    await lookAt(NOON + 600);
    // They were another's.
    told.groups = [];
    await lookAt(NOON + 900);
    expect(steps()).toEqual(['firing', 'withdrawn']);
  });
});

describe('a rule that this version cannot judge', () => {
  const broken = { tenant: 'acme', rule: { ...RULES[1]!.rule, metric: 'moons' } };

  it('is left out and says why, holds up no other, and leaves open what is open of it', async () => {
    const { told, lookAt, evaluator, states } = world();
    for (let at = NOON; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    expect(states()).toEqual(['firing', 'firing']);
    told.rules = [broken, RULES[0]!];
    await lookAt(NOON + 3 * HOUR);
    expect(evaluator.standing('acme', 'calm')).toMatchObject({
      judgedTo: null,
      failure: expect.stringContaining('metric "moons" does not exist'),
    });
    expect(evaluator.standing('acme', 'quiet')).toMatchObject({ judgedTo: NOON + 3 * HOUR, failure: null });
    expect(states()).toEqual(['firing', 'firing']);
    told.rules = RULES;
    await lookAt(NOON + 4 * HOUR);
    expect(evaluator.standing('acme', 'calm')).toMatchObject({ judgedTo: NOON + 4 * HOUR, failure: null });
  });

  it('by the hours of offices says why though no office is known', async () => {
    const { told, lookAt, evaluator } = world();
    told.rules = [{ ...broken, rule: { ...broken.rule, by: ['office'], tz: 'office' } }];
    await lookAt(NOON);
    expect(evaluator.standing('acme', 'calm')).toMatchObject({ failure: expect.stringContaining('moons') });
  });
});

describe('what is open of rules that are no more', () => {
  it('holds up no rule when it cannot be ended, and is ended later', async () => {
    const { told, lookAt, evaluator, states } = world();
    for (let at = NOON; at <= NOON + 2 * HOUR; at += 900) await lookAt(at);
    told.rules = RULES.slice(0, 1);
    told.onSay = (records) => {
      if (records.some((record) => record.kind === 'transition' && record.transition.rule_is_gone))
        throw new Error('message larger than the max message size');
    };
    await lookAt(NOON + 3 * HOUR);
    expect(evaluator.standing('acme', 'quiet')!.judgedTo).toBe(NOON + 3 * HOUR);
    expect(states()).toEqual(['firing', 'firing']);
    told.onSay = () => {};
    await lookAt(NOON + 4 * HOUR);
    expect(states().toSorted()).toEqual(['firing', 'resolved']);
  });
});

describe('cells that are restated', () => {
  it('of decades at once, as by an import or a rebuild, hold up nothing', async () => {
    const { told, lookAt, states, evaluator } = world();
    await lookAt(NOON);
    told.calls.clear();
    evaluator.restated(
      'acme',
      'call',
      Array.from({ length: 500_000 }, (_, i) => NOON - 900 * (i + 1)),
    );
    await lookAt(NOON + 10);
    expect(states()).toEqual(['firing', 'firing']);
  });

  it('while a rule is judged are judged another time', async () => {
    const { told, lookAt, states, evaluator } = world();
    await lookAt(NOON);
    /** None of an hour is left. */
    const emptied = (from: number) => {
      const buckets = [from, from + 900, from + 1_800, from + 2_700];
      for (const bucket of buckets) told.calls.delete(bucket);
      evaluator.restated('acme', 'call', buckets);
    };
    told.onRead = () => {
      told.onRead = () => {};
      emptied(NOON - 3 * HOUR);
    };
    emptied(NOON - 6 * HOUR);
    await lookAt(NOON + 2);
    expect(states()).toEqual(['resolved', 'resolved']);
    await lookAt(NOON + 60);
    expect(states()).toEqual(['resolved', 'resolved', 'resolved', 'resolved']);
  });
});
