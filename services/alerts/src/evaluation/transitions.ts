import type { Contribution, Transition } from '@tallyboard/alerting/alert';
import { contributionsOf } from '@tallyboard/alerting/contributions';
import type { ReadSums } from '@tallyboard/alerting/history';
import { everyOf, STEP_SECONDS } from '@tallyboard/alerting/instants';
import type { Judge } from '@tallyboard/alerting/judge';
import type { Step } from '@tallyboard/alerting/reconcile';
import type { GroupSteps } from '@tallyboard/alerting/track';

export interface TransitionsDeps {
  read: ReadSums;
  /** Names of what a group's values stand for. */
  labels(group: Readonly<Record<string, string>>): Promise<Record<string, string>>;
}

/**
 * Steps as everybody is told of them: with names, and with what changed the value most. `sinceMs`: since when the rule is
 * judged, epoch ms; `completeTo`: epoch seconds up to which all is counted.
 */
export async function transitionsOf(
  { tenant, judge, sinceMs }: { tenant: string; judge: Judge; sinceMs: number },
  found: readonly GroupSteps[],
  completeTo: number,
  { read, labels }: TransitionsDeps,
): Promise<Transition[]> {
  const { rule } = judge;
  const lateAfter = 2 * STEP_SECONDS[everyOf(rule)];
  const steps = found.flatMap(({ group, steps: own }) => {
    // What began and was over before the rule was there.
    const isOver = own.some(({ state }) => state === 'resolved');
    return own.map((step) => ({
      group,
      step,
      isHistory: isOver && step.state !== 'withdrawn' && step.judged.at * 1_000 <= sinceMs,
    }));
  });
  const firing = steps.filter(({ step, isHistory }) => step.state === 'firing' && !isHistory);
  const parts = await contributionsOf(
    judge,
    firing.map(({ group, step: { judged } }) => ({ group, ...judged })),
    read,
  );
  const contributions = new Map<Step, Contribution[]>();
  for (const [i, { step }] of firing.entries())
    contributions.set(step, await Promise.all(parts[i]!.map((part) => named(part, labels))));
  return Promise.all(
    steps.map(async ({ group: values, step, isHistory }): Promise<Transition> => {
      const { id, alert, state, since, judged, corrects } = step;
      const group = Object.fromEntries((rule.by ?? []).map((name, i) => [name, values[i]!]));
      const isLate = completeTo - judged.at > lateAfter && judged.at * 1_000 > sinceMs;
      return {
        ...aboutRule(tenant, judge),
        id,
        alert,
        group,
        labels: await labels(group),
        state,
        at: judged.at,
        since,
        judgement: judged.judgement,
        contributions: contributions.get(step) ?? [],
        learnt_late: state !== 'withdrawn' && isLate,
        ...(corrects === undefined ? {} : { corrects }),
        is_history: isHistory,
      };
    }),
  );
}

/** What is the same in every step of a rule. */
export const aboutRule = (tenant: string, { rule, metric, words }: Judge) => ({
  tenant,
  rule: rule.name,
  title: rule.title ?? rule.name,
  severity: rule.severity ?? 'warning',
  metric: rule.metric,
  unit: metric.unit,
  words,
  ...(rule.tz === undefined ? {} : { tz: rule.tz }),
});

async function named(part: Contribution, labels: TransitionsDeps['labels']): Promise<Contribution> {
  const label = (await labels({ [part.dimension]: part.value }))[part.dimension];
  return label === undefined ? part : { ...part, label };
}
