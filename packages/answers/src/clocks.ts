/** Cells are told apart into intervals by a clock: usually by one, with `tz=office` by that of the office they are of. */
export interface Clock {
  /** Those that go by it; null: whatever goes by no other. */
  offices: readonly string[] | null;
  /** The zone of its days. */
  tz: string;
  /** Epoch seconds on 15-minute marks, ascending: n + 1 bounds of its n intervals [bounds[i], bounds[i+1]). */
  bounds: readonly number[];
  /** Which interval of the answer each of them is, ascending. */
  intervals: readonly number[];
}

/** The clock that all go by. */
export const oneClock = (bounds: readonly number[], tz = 'UTC'): Clock => ({
  offices: null,
  tz,
  bounds,
  intervals: bounds.slice(1).map((_, i) => i),
});

/** How many intervals an answer by these clocks has. */
export const intervalsOf = (clocks: readonly Clock[]): number =>
  Math.max(...clocks.map(({ intervals }) => intervals.at(-1)! + 1));

export const beginOf = (clocks: readonly Clock[]): number =>
  Math.min(...clocks.map(({ bounds }) => bounds[0]!));

export const endOf = (clocks: readonly Clock[]): number =>
  Math.max(...clocks.map(({ bounds }) => bounds.at(-1)!));

/** The clock that an office goes by; null: by none of these, because it was not asked for. */
export const clockOf = (clocks: readonly Clock[], office: string): Clock | null =>
  clocks.find(({ offices }) => offices?.includes(office)) ??
  clocks.find(({ offices }) => offices === null) ??
  null;

/** When an interval of the answer begins by a clock, epoch seconds; null: never. */
export function startBy({ bounds, intervals }: Clock, i: number): number | null {
  const own = intervals.indexOf(i);
  return own < 0 ? null : bounds[own]!;
}
