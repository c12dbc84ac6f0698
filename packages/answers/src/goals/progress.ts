import type { GoalProgress } from '@tallyboard/api/goals';

/** What a goal wants, and how far things are. */
export interface Pursued {
  target: number;
  baseline: number | null;
  better: 'up' | 'down';
  /** Whether it grows by what is done; else it is a level, such as a share. */
  addsUp: boolean;
  actual: number | null;
  phase: 'to_come' | 'runs' | 'over';
  /** Which part of the working time is over: 0 before, 1 after. */
  elapsed: number;
}

/**
 * How a goal is doing. What adds up is expected to do so evenly over the working time, and projected so. A level goes evenly
 * from the baseline to the target, where there is a baseline, and is projected to stay what it is.
 */
export function progressOf(
  pursued: Pursued,
): Pick<GoalProgress, 'share' | 'expected' | 'projection' | 'filled' | 'mark' | 'status'> {
  const { target, baseline, addsUp, actual, elapsed } = pursued;
  const expected = addsUp
    ? target * elapsed
    : baseline === null
      ? target
      : baseline + (target - baseline) * elapsed;
  const projection = actual === null || !addsUp ? actual : elapsed > 0 ? actual / elapsed : null;
  const share = shareOf(pursued, projection);
  return {
    expected,
    projection,
    share,
    filled: !addsUp ? share : actual === null || target === 0 ? null : actual / target,
    mark: addsUp || baseline !== null ? elapsed : 1,
    status: statusOf(pursued, expected),
  };
}

/** 1 is the target, and more is better. What adds up and should be little is judged by what it comes to. */
function shareOf({ target, baseline, better, addsUp, actual }: Pursued, projection: number | null) {
  if (!addsUp && baseline !== null && baseline !== target && actual !== null)
    return (actual - baseline) / (target - baseline);
  const [above, below] = better === 'up' ? [actual, target] : [target, addsUp ? projection : actual];
  return above === null || below === null || below === 0 ? null : above / below;
}

function statusOf(
  { target, better, addsUp, actual, phase }: Pursued,
  expected: number,
): GoalProgress['status'] {
  const isMet = (value: number, by: number) => (better === 'up' ? value >= by : value <= by);
  if (phase === 'to_come') return 'to_come';
  if (actual === null) return 'no_value';
  const isReached = isMet(actual, target);
  if (phase === 'over') return isReached ? 'reached' : 'missed';
  // What has been done is done; what should be little and is too much already does not become less.
  if (addsUp && better === 'up' && isReached) return 'reached';
  if (addsUp && better === 'down' && !isReached) return 'missed';
  return isMet(actual, expected) ? 'on_pace' : 'behind';
}
