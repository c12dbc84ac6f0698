import type { Unit } from '@tallyboard/metrics/metric';

/**
 * A value as people write it: `43 %`, `2 h 10 min`, `1,250.00 EUR`, `1,250`. `currency` is an ISO 4217 code; money
 * without one is a bare number.
 */
export function amount(value: number | null, unit: Unit, currency?: string): string {
  if (value === null) return 'no value';
  switch (unit) {
    case 'ratio':
      return `${number(value * 100, Math.abs(value) < 0.01 ? 2 : 1)} %`;
    case 'ms':
      return lasting(value);
    case 'money':
      return money(value, currency);
    case 'score':
      return number(value, 2);
    case 'points':
      return number(value, 1);
    case 'count':
      return number(value, 1);
  }
}

/** How long, in ms: `850 ms`, `42 s`, `5 min`, `2 h 10 min`, `3 days 4 h`. */
export function lasting(ms: number): string {
  if (ms < 0) return `-${lasting(-ms)}`;
  if (ms < 1_000) return `${number(ms, 0)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2_880) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'days', hours % 24, 'h');
}

/** A probability as people read it: `once in 2,000`. */
export function odds(chance: number): string {
  if (chance >= 0.4) return 'about every other time';
  if (chance < 1e-6) return 'less than once in 1,000,000';
  const times = 1 / chance;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return `once in ${number(Math.round(times / step) * step, 0)}`;
}

const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits }));

export const number = (value: number, digits: 0 | 1 | 2): string => formats[digits]!.format(value);

const pair = (major: number, majorUnit: string, minor: number, minorUnit: string): string =>
  `${number(major, 0)} ${majorUnit}${minor === 0 ? '' : ` ${minor} ${minorUnit}`}`;

function money(value: number, currency: string | undefined): string {
  if (!currency || !/^[A-Z]{3}$/.test(currency)) return number(value, 2);
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const bare = parts
    .formatToParts(value)
    .filter(({ type }) => type !== 'currency' && type !== 'literal')
    .map((part) => part.value);
  return `${bare.join('')} ${currency}`;
}
