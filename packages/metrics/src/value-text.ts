import type { Unit } from '@tallyboard/metrics/metric';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A value as people read it; `–` when there is none. Money comes as a decimal string and stays exact, with at least as many
 * places as its currency has; what is money for each of something is rounded to these.
 */
export function formatValue(value: number | string | null, unit: Unit, currency = ''): string {
  if (value === null) return '–';
  if (unit === 'money') return formatMoney(value, placesOf(currency));
  const number = Number(value);
  if (unit === 'ratio') return `${(number * 100).toFixed(2)} %`;
  if (unit === 'ms') return formatDuration(number);
  if (unit === 'points') return `${number >= 0 ? '+' : ''}${trimmed(number, 1)}`;
  if (unit === 'score') return trimmed(number, 2);
  return trimmed(number, 2);
}

/** Two of the units that fit: `51.78 d`, `3 h 25 min`, `4 min 10 s`, `850 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${trimmed(ms / SECOND, 1)} s`;
  if (ms < HOUR) return two(ms, MINUTE, 'min', SECOND, 's');
  if (ms < DAY) return two(ms, HOUR, 'h', MINUTE, 'min');
  return `${trimmed(ms / DAY, 2)} d`;
}

function two(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const smalls = Math.round(ms / small);
  const per = large / small;
  const rest = smalls % per;
  return `${Math.floor(smalls / per)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}

function formatMoney(amount: number | string, places: number): string {
  const [whole = '0', fraction = ''] =
    typeof amount === 'number' ? amount.toFixed(places).split('.') : amount.split('.');
  const cents = fraction.replace(/0+$/, '').padEnd(places, '0');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents === '' ? '' : `.${cents}`}`;
}

/** Of yen none, of dinars three; of what is no currency two. */
function placesOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits!;
}

const trimmed = (number: number, places: number): string =>
  number.toLocaleString('en-US', { maximumFractionDigits: places });
