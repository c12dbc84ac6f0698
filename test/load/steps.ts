/** What a step of the processor has cost so far. */
export interface StepCost {
  step: string;
  /** How often it was done. */
  count: number;
  seconds: number;
}

/** Reads the processor's own histogram of steps. */
export async function readSteps(url: string): Promise<StepCost[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const figures = (suffix: string) =>
    new Map(
      [...text.matchAll(new RegExp(`^tally_processor_step_seconds_${suffix}\\{(.*)\\} (\\S+)$`, 'gm'))].map(
        ([, labels, value]) => [/step="(\w+)"/.exec(labels!)![1]!, Number(value)],
      ),
    );
  const counts = figures('count');
  return [...figures('sum')].map(([step, seconds]) => ({ step, count: counts.get(step) ?? 0, seconds }));
}

/** What was done between two readings. */
export function costBetween(before: readonly StepCost[], after: readonly StepCost[]): StepCost[] {
  return after.map(({ step, count, seconds }) => {
    const earlier = before.find((each) => each.step === step);
    return { step, count: count - (earlier?.count ?? 0), seconds: seconds - (earlier?.seconds ?? 0) };
  });
}
