import type { Unit } from '@tallyboard/metrics/metric';
import { inWords } from '../time/durations.js';

/** A value as people write it: `43.2 %`, `2 h 10 min`, `1,250`. Money without its currency, which is a dimension. */
export function shown(value: number | null, unit: Unit): string {
  if (value === null) return 'nothing';
  switch (unit) {
    case 'ratio':
      return `${number(value * 100, 1)} %`;
    case 'ms':
      return value < 60_000 ? `${number(value / 1_000, 0)} s` : inWords(value / 1_000);
    case 'money':
      return number(value, 2);
    case 'score':
    case 'points':
      return number(value, 1);
    case 'count':
      return number(value, 0);
  }
}

const number = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits });

/** A probability as people read it: `once in 2,000`. */
export function chanceInWords(chance: number): string {
  if (chance >= 0.5) return 'as likely as not';
  const times = chance <= 1e-9 ? 1_000_000_000 : 1 / chance;
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return `${chance <= 1e-9 ? 'less than ' : ''}once in ${number(Math.round(times / digits) * digits, 0)}`;
}
