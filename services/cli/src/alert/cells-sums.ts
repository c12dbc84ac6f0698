import type { GroupSums, ReadSums } from '@tallyboard/alerting/history';
import type { Cell } from '@tallyboard/domain/oracle';
import type { Quantity } from '@tallyboard/metrics/quantity';

type Sum = number | Map<number, number>;

/** Adds up cells that are in memory, as the SQL does those in ClickHouse. */
export function sumsOfCells(cells: readonly Cell[]): ReadSums {
  return async (judge, bounds) => {
    const { by = [], filter = {} } = judge.rule;
    const groups = new Map<
      string,
      { group: string[]; steps: (Sum[] | undefined)[]; opening: Sum[] | undefined }
    >();
    const nothing = (): Sum[] => judge.quantities.map(({ type }) => (type === 'map' ? new Map() : 0));
    for (const { fact, bucket, dimensions, measures } of cells) {
      if (!Object.entries(filter).every(([name, values]) => values.includes(dimensions[name] ?? '')))
        continue;
      const interval = intervalOf(bounds, bucket);
      if (interval >= bounds.length - 1) continue;
      const group = by.map((name) => dimensions[name] ?? '');
      const key = JSON.stringify(group);
      const own = judge.quantities.flatMap((quantity, i) =>
        quantity.fact === fact && holds(quantity, dimensions) ? [{ quantity, i }] : [],
      );
      for (const { quantity, i } of own) {
        if (interval < 0 && quantity.window === 'interval') continue;
        const sums = groups.get(key) ?? { group, steps: new Array(bounds.length - 1), opening: undefined };
        groups.set(key, sums);
        const step = (interval < 0 ? sums.opening : sums.steps[interval]) ?? nothing();
        if (interval < 0) sums.opening = step;
        else sums.steps[interval] = step;
        step[i] = together(step[i]!, measures[quantity.measure]!);
      }
    }
    return [...groups.values()] satisfies GroupSums[];
  };
}

/** -1: before the first bound. */
function intervalOf(bounds: readonly number[], bucket: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! <= bucket) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const holds = ({ where }: Quantity, dimensions: Readonly<Record<string, string>>): boolean =>
  Object.entries(where).every(([name, value]) => dimensions[name] === value);

function together(sum: Sum, measure: Cell['measures'][string]): Sum {
  if (typeof sum === 'number') return sum + Number(measure);
  for (const [key, count] of Object.entries(measure))
    sum.set(Number(key), (sum.get(Number(key)) ?? 0) + Number(count));
  return sum;
}
