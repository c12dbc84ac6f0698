import { wilson } from '../wilson.js';
import type { Step } from './variation.js';

/** A difference, and between which values the true one lies: its 95 % interval. */
export interface Difference {
  value: number;
  low: number;
  high: number;
}

/** How many of how many. */
export interface Share {
  hits: number;
  n: number;
}

/**
 * The share after less that before: the hybrid score interval of Newcombe 1998 ("Interval Estimation for the Difference
 * Between Independent Proportions", Statistics in Medicine 17, 873-890, method 10). Null where one is of nothing.
 */
export function differenceOfShares(after: Share, before: Share): Difference | null {
  const [a, b] = [wilson(after.hits, after.n), wilson(before.hits, before.n)];
  if (!a || !b) return null;
  const [share, other] = [after.hits / after.n, before.hits / before.n];
  return apart({ value: share, ...a }, { value: other, ...b });
}

/**
 * One less another, each with an interval of its own: the limits that these two leave (MOVER: Zou and Donner 2008,
 * "Construction of Confidence Limits About Effect Measures", Statistics in Medicine 27, 1693-1702). Of shares it is Newcombe's.
 */
export function apart(one: Difference, other: Difference): Difference {
  const value = one.value - other.value;
  const low = Math.hypot(one.value - one.low, other.high - other.value);
  const high = Math.hypot(one.high - one.value, other.value - other.low);
  return { value, low: value - low, high: value + high };
}

/** A mean with its variance by chance, and of how many degrees of freedom that is. */
export interface Mean {
  value: number;
  variance: number;
  freedom: number;
}

/**
 * One mean less another, each with a variance of its own: Welch 1947, with the degrees of freedom of Satterthwaite
 * 1946. Null where neither varies: that is no proof that chance does nothing, of so few that all are alike.
 */
export function differenceOfMeans(after: Mean, before: Mean): Difference | null {
  const value = after.value - before.value;
  const variance = after.variance + before.variance;
  if (variance === 0) return null;
  const freedom =
    variance ** 2 / (after.variance ** 2 / after.freedom + before.variance ** 2 / before.freedom);
  const half = studentQuantile(freedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

/** Of fewer days chance cannot be told. */
export const LEAST_DAYS = 7;

/**
 * A quotient of sums over days, what is counted of one day going together: the ratio estimate with its variance between days
 * (Cochran 1977, Sampling Techniques, 6.3). Null of fewer than seven days that have anything.
 */
export function meanByDays(days: readonly Step[]): Mean | null {
  const counted = days.filter(({ of }) => of > 0);
  if (counted.length < LEAST_DAYS) return null;
  const of = sum(counted.map((day) => day.of));
  const value = sum(counted.map(({ amount }) => amount)) / of;
  const squares = sum(counted.map((day) => (day.amount - value * day.of) ** 2));
  const freedom = counted.length - 1;
  return { value, variance: ((counted.length / freedom) * squares) / of ** 2, freedom };
}

/**
 * The mean of a day. Over two whole weeks and more what differs between days of the week is no chance: the variance is that
 * within each of them (stratified: Cochran 1977, 5.3). Counts vary at least as those of Poisson, also where the few that there
 * are fall on days alike. Null of fewer than seven days.
 */
export function meanOfDays(days: readonly number[], isCount: boolean): Mean | null {
  if (days.length < LEAST_DAYS) return null;
  const areWeeks = days.length % 7 === 0 && days.length >= 14;
  const strata = areWeeks ? 7 : 1;
  const means = Array.from({ length: strata }, (_, weekday) => {
    const own = days.filter((_, day) => day % strata === weekday);
    return sum(own) / own.length;
  });
  const squares = sum(days.map((amount, day) => (amount - means[day % strata]!) ** 2));
  const freedom = days.length - strata;
  const value = sum(days) / days.length;
  const variance = Math.max(squares / freedom, isCount ? value : 0) / days.length;
  return { value, variance, freedom };
}

/** The 95 % quantile, two-sided, of the normal distribution. */
const Z = 1.959963984540054;

/** The same of Student's, of at least five degrees of freedom to four digits: Abramowitz and Stegun, 26.7.5. */
export function studentQuantile(freedom: number): number {
  const z = (power: number) => Z ** power;
  return (
    Z +
    (z(3) + Z) / (4 * freedom) +
    (5 * z(5) + 16 * z(3) + 3 * Z) / (96 * freedom ** 2) +
    (3 * z(7) + 19 * z(5) + 17 * z(3) - 15 * Z) / (384 * freedom ** 3) +
    (79 * z(9) + 776 * z(7) + 1_482 * z(5) - 1_920 * z(3) - 945 * Z) / (92_160 * freedom ** 4)
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
