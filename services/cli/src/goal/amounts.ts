import type { Unit } from '@tallyboard/metrics/metric';
import { Failure } from '@tallyboard/runtime/failure';
import { EXIT } from '../exit-codes.js';

const MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A number as people say it in the unit of a metric: `25%` or `0.25` of a share, `90s`, `30m`, `4h` or `2d` of a time. */
export function amountIn(text: string, unit: Unit, option: string): number {
  const [, digits, suffix] = /^(-?\d+(?:\.\d+)?) ?(%|[smhd])?$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits !== undefined && suffix === undefined) return number;
  if (suffix === '%' && unit === 'ratio') return number / 100;
  if (suffix !== undefined && suffix !== '%' && unit === 'ms') return number * MS[suffix]!;
  const wanted =
    unit === 'ratio'
      ? 'a share, such as 25% or 0.25'
      : unit === 'ms'
        ? 'a time, such as 90s, 30m, 4h or 2d'
        : 'a number';
  throw new Failure(`${option} is "${text}" but wants ${wanted}.`, { exitCode: EXIT.usage });
}
