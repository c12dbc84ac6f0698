import { backtest } from '@tallyboard/alerting/backtest';
import type { OfficeZone } from '@tallyboard/alerting/by-zone';
import type { Pause, ReadSums } from '@tallyboard/alerting/history';
import type { Rule } from '@tallyboard/alerting/rule';
import type { Backtest } from '@tallyboard/api/alerts';
import { createSlots } from '../delivery/slots.js';

export interface RuleHistoryDeps {
  ruleOf(tenant: string, name: string): Rule | undefined;
  read(tenant: string): ReadSums;
  offices(tenant: string): Promise<readonly OfficeZone[]>;
  monotonicMs(): number;
}

/** A span in epoch seconds, and the group whose chart is wanted. */
export interface AskedHistory {
  from: number;
  to: number;
  group?: readonly string[];
}

/** When rules would have fired. */
export interface RuleHistory {
  ruleOf(tenant: string, name: string): Rule | undefined;
  /**
   * One after another for each tenant. Null: too many wait already, or nobody waits any more, which `isWanted` says.
   */
  backtest(
    tenant: string,
    rule: Rule,
    asked: AskedHistory,
    isWanted: () => boolean,
  ): Promise<Backtest | null>;
}

/** Of one tenant. */
const MOST_WAITING = 16;
/** Alerts are judged in this process, and wait no longer than this for a turn. */
const TURN_MS = 20;

/** Years of quarter hours take seconds to judge, so these are taken in turns with everything else. */
export function createRuleHistory({ ruleOf, read, offices, monotonicMs }: RuleHistoryDeps): RuleHistory {
  const lanes = new Map<string, { run: ReturnType<typeof createSlots>; waiting: number }>();
  return {
    ruleOf,
    async backtest(tenant, rule, asked, isWanted) {
      const lane = lanes.get(tenant) ?? { run: createSlots(1), waiting: 0 };
      if (lane.waiting >= MOST_WAITING) return null;
      lanes.set(tenant, lane);
      lane.waiting += 1;
      try {
        return await lane.run(async () => {
          const pause = inTurns(isWanted, monotonicMs);
          await pause();
          return backtest(tenant, rule, await offices(tenant), asked, read(tenant), pause);
        });
      } catch (error) {
        if (error instanceof NotWanted) return null;
        throw error;
      } finally {
        lane.waiting -= 1;
        if (lane.waiting === 0) lanes.delete(tenant);
      }
    },
  };
}

class NotWanted extends Error {}

function inTurns(isWanted: () => boolean, monotonicMs: () => number): Pause {
  let beganMs = monotonicMs();
  return () => {
    if (monotonicMs() - beganMs < TURN_MS) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        beganMs = monotonicMs();
        if (isWanted()) resolve();
        else reject(new NotWanted());
      });
    });
  };
}
