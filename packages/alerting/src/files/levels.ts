import type { Metric, Unit } from '@tallyboard/metrics/metric';
import { secondsOf } from '../time/durations.js';
import { amount } from '../words/amounts.js';

/** How a value of a unit is written in a rule. */
const WRITTEN: Readonly<Record<Unit, string>> = {
  ratio: 'a share as a number: 0.4 is 40 %',
  ms: 'milliseconds as a number: 900000 is 15 min',
  money: 'an amount as a number, its currency is in the filter: 1500',
  score: 'a score as a number: 4.2',
  points: 'points as a number: 30',
  count: 'a number: 100',
};

/** Why a value cannot be one that the metric may have; null when it can, or is not there. */
export function levelProblem({ name, unit, formula }: Metric, value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'number') {
    const number = typeof value === 'string' ? meantBy(value, unit) : null;
    return `wants ${WRITTEN[unit]}${number === null ? '' : `; ${value} is ${number}`}`;
  }
  if (formula.isShare && value > 1)
    return `is ${value}, and ${name} is a share, from 0 to 1: ${amount(value / 100, unit)} is written ${value / 100}`;
  return null;
}

/** The number that is written in another form: a percentage, a duration, an amount with its currency. */
function meantBy(text: string, unit: Unit): number | null {
  const percent = /^([\d.]+) ?%$/.exec(text);
  if (unit === 'ratio' && percent) return Number(percent[1]) / 100;
  if (unit === 'ms' && /^[1-9]\d{0,3}[mhdw]$/.test(text)) return secondsOf(text) * 1_000;
  const amountOfMoney = /^(?:[A-Z]{3} ?)?([\d.]+)(?: ?[A-Z]{3})?$/.exec(text);
  return amountOfMoney && !Number.isNaN(Number(amountOfMoney[1])) ? Number(amountOfMoney[1]) : null;
}
