import type { GroupSums, ReadSums } from '@tallyboard/alerting/history';
import type { Judge } from '@tallyboard/alerting/judge';
import { Ledger } from '@tallyboard/alerting/ledger';
import { joined } from '@tallyboard/alerting/spans';
import { nameOf, readsBefore } from '@tallyboard/metrics/formula';

/** With more bounds than these a reading is one of its own: statements and answers would be long. */
const MOST_BOUNDS = 16_000;

interface Asked {
  judge: Judge;
  bounds: readonly number[];
  spans: readonly (readonly [number, number])[] | undefined;
  resolve(sums: readonly GroupSums[]): void;
  reject(error: unknown): void;
}

/**
 * Reads once what rules ask for at the same moment of the same cells: bounds, spans and quantities of all of them
 * together, of which each takes what it needs.
 */
export function sharedReads(read: ReadSums): ReadSums {
  let waiting = new Map<string, Asked[]>();
  const readAll = () => {
    const all = waiting;
    waiting = new Map();
    for (const asked of all.values()) for (const some of inReach(asked)) void readTogether(some, read);
  };
  return (judge, bounds, spans) =>
    new Promise((resolve, reject) => {
      // Whoever is in the middle of something in this turn asks before it is over.
      if (waiting.size === 0) setImmediate(readAll);
      const key = sharedBy(judge);
      waiting.set(key, [...(waiting.get(key) ?? []), { judge, bounds, spans, resolve, reject }]);
    });
}

/** Rules that are alike in this look at the same groups of the same cells. */
export const sharedBy = ({ rule: { by, filter }, metric, quantities }: Judge): string =>
  JSON.stringify([
    by,
    filter,
    [...new Set(quantities.map(({ fact }) => fact))].sort(),
    readsBefore(metric.formula),
  ]);

async function readTogether(asked: readonly Asked[], read: ReadSums): Promise<void> {
  const [first] = asked as [Asked];
  try {
    if (asked.length === 1) return first.resolve(await read(first.judge, first.bounds, first.spans));
    const bounds = unionOf(asked);
    const quantities = [
      ...new Map(asked.flatMap(({ judge }) => judge.quantities.map((each) => [nameOf(each), each]))).values(),
    ];
    const spans = asked.some((each) => each.spans === undefined)
      ? undefined
      : joined(asked.flatMap((each) => each.spans!));
    const sums = await read({ ...first.judge, quantities }, bounds, spans);
    const made = sums.map((each) => ({
      ...each,
      ledger: new Ledger(quantities, bounds, each.steps, each.opening),
    }));
    for (const { resolve } of asked) resolve(made);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

const unionOf = (asked: readonly Asked[]): number[] => [
  ...Float64Array.from(new Set(asked.flatMap(({ bounds }) => bounds))).sort(),
];

/** As many at once as have few enough bounds together. */
function* inReach(asked: readonly Asked[]): Generator<Asked[]> {
  let own: Asked[] = [];
  let bounds = new Set<number>();
  for (const each of asked) {
    const together = new Set([...bounds, ...each.bounds]);
    if (own.length > 0 && together.size > MOST_BOUNDS) {
      yield own;
      own = [];
      bounds = new Set(each.bounds);
    } else bounds = together;
    own.push(each);
  }
  if (own.length > 0) yield own;
}
