import type { RepStanding } from '@tallyboard/api/standing';
import { quantile } from '../statistics/quantile.js';
import { LEAST_SHRUNK, type Shrunk, shrunk } from '../statistics/shrinkage.js';
import { dispersionOf, type Step, varianceOfOne } from '../statistics/variation.js';
import type { Sort } from './compared.js';

/** What is known of one of an office, of one metric. */
export interface Peer {
  /** The number of the period; null: nothing to divide by. */
  value: number | null;
  /** How many are behind it. */
  n: number;
  /** What it is divided by; of a total nothing. */
  of: number;
  /** How much of the period, up to now, he or she was there: from 0 to 1. */
  inForce: number;
  /** By week or month up to the end of the period, the same ones for all. */
  steps: readonly Step[];
}

export interface Stand {
  verdict: RepStanding['verdict'];
  /** Drawn towards the others; null where there are too few to say how. */
  shrunk: Shrunk | null;
  /** How many of the last steps in a row were among the worst quarter. */
  run: number;
}

/** What is usual in an office, and where each stands. */
export interface Stands {
  /** Of those of whom there is enough to tell; null where there is nobody. */
  median: number | null;
  best_quarter: number | null;
  worst_quarter: number | null;
  each: Stand[];
}

/** Below so many expected of one kind, shares and counts are not even about normal (Cochran 1954). */
const LEAST_EXPECTED = 5;
/** A mean of fewer is not. */
const LEAST_OF_MEAN = 10;

/**
 * Where each of an office stands by one metric. Somebody struggles who is in the worst quarter and of whom, drawn towards the
 * others, the 95 % interval has not even the median; leads, the other way round. `too_few`: what is there would be little
 * also of somebody who does as all do. `not_done`: there was none of it for months, so that it may not be the work of this one, who
 * is then compared with nobody.
 */
export function stand(sort: Sort, better: 'up' | 'down', all: readonly Peer[]): Stands {
  const peers = all.filter((peer) => hasDone(sort, peer));
  const chance = chanceOf(sort, peers);
  const observed = peers.map((peer) => {
    const value = comparable(sort, peer);
    const variance = value === null ? null : chance(peer);
    return value === null || variance === null ? null : { value, variance };
  });
  const known = observed.filter((each) => each !== null);
  const drawn = shrunk(known)?.each.map((each) => within(sort, each)) ?? null;
  const values = known.map(({ value }) => value);
  const median = quantile(values, 0.5);
  const [low, high] = [quantile(values, 0.25), quantile(values, 0.75)];
  const [worst, best] = better === 'up' ? [low, high] : [high, low];
  const isWorse = (a: number, b: number) => (better === 'up' ? a < b : a > b);
  const each = observed.map((own, i): Stand => {
    const run = runOf(better, isWorse, peers, i);
    const found = own && drawn ? drawn[known.indexOf(own)]! : null;
    if (!own || !found) return { verdict: 'too_few', shrunk: null, run };
    const [nearest, furthest] = better === 'up' ? [found.high, found.low] : [found.low, found.high];
    const isLow = !isWorse(worst!, own.value) && isWorse(nearest, median!);
    const isHigh = !isWorse(own.value, best!) && isWorse(median!, furthest);
    return { verdict: isLow ? 'struggles' : isHigh ? 'leads' : 'typical', shrunk: found, run };
  });
  const ofEach = new Map(peers.map((peer, i) => [peer, each[i]!]));
  return {
    median,
    best_quarter: best,
    worst_quarter: worst,
    each: all.map((peer) => ofEach.get(peer) ?? NOT_DONE),
  };
}

const NOT_DONE: Stand = { verdict: 'not_done', shrunk: null, run: 0 };

/** Whether there was any of it in all the time that is looked back over; else it may be the work of others. */
const hasDone = (sort: Sort, { value, steps }: Peer): boolean =>
  sort === 'total'
    ? value !== 0 || steps.some(({ amount }) => amount !== 0)
    : value !== null || steps.some(({ of }) => of > 0);

/** Of counts and shares there is no less than nothing, and of shares no more than all. */
function within(sort: Sort, { estimate, low, high, pooled }: Shrunk): Shrunk {
  if (sort === 'mean') return { estimate, low, high, pooled };
  const most = sort === 'share' ? 1 : Number.POSITIVE_INFINITY;
  return { estimate, low: Math.max(0, low), high: Math.min(most, high), pooled };
}

/** What is compared: of a total as much as a whole period of it would be. */
function comparable(sort: Sort, { value, inForce }: Peer): number | null {
  if (value === null) return null;
  if (sort !== 'total') return value;
  return inForce > 0 ? value / inForce : null;
}

/** The variance by chance of what is compared, for one who does as all do; null where too little of it is there. */
function chanceOf(sort: Sort, peers: readonly Peer[]): (peer: Peer) => number | null {
  const known = peers.filter(({ value }) => value !== null);
  const sum = (what: (peer: Peer) => number) => known.reduce((total, peer) => total + what(peer), 0);
  if (sort === 'total') {
    const there = sum(({ inForce }) => inForce);
    const [usual, usualN] = [sum(({ value }) => value!) / there, sum(({ n }) => n) / there];
    // Counts vary at least as those of Poisson; of amounts a unit says nothing.
    const dispersion = dispersionOf(known.map(({ steps }) => steps));
    const isCount = known.every(({ value, n }) => value === n);
    const least = isCount ? 1 : 0;
    if (dispersion === null && !isCount) return () => null;
    const variance = Math.max(dispersion ?? 0, least) * usual;
    return ({ inForce }) => (usualN * inForce >= LEAST_EXPECTED && variance > 0 ? variance / inForce : null);
  }
  const of = sum((peer) => peer.of);
  if (sort === 'share') {
    const share = sum((peer) => peer.value! * peer.of) / of;
    const rarer = Math.min(share, 1 - share);
    return (peer) => (peer.of * rarer >= LEAST_EXPECTED ? (share * (1 - share)) / peer.of : null);
  }
  const variance = varianceOfOne(known.map(({ steps }) => steps));
  return (peer) => (variance && peer.n >= LEAST_OF_MEAN ? variance / peer.of : null);
}

/**
 * How many steps in a row, up to the last, somebody was in the worst quarter of those who have a value in it and below their
 * median. One in which too few have a value, or he or she none, says nothing and is passed over.
 */
function runOf(
  better: 'up' | 'down',
  isWorse: (a: number, b: number) => boolean,
  peers: readonly Peer[],
  own: number,
): number {
  const count = peers[own]!.steps.length;
  let run = 0;
  for (let back = 1; back <= count; back += 1) {
    const rateOf = ({ steps }: Peer) => {
      const { amount, of } = steps[count - back]!;
      return of > 0 ? amount / of : null;
    };
    const value = rateOf(peers[own]!);
    const values = peers.map(rateOf).filter((each) => each !== null);
    if (value === null || values.length < LEAST_SHRUNK) continue;
    const worst = quantile(values, better === 'up' ? 0.25 : 0.75)!;
    if (isWorse(worst, value) || !isWorse(value, quantile(values, 0.5)!)) break;
    run = back;
  }
  return run;
}
