import { InvalidArgumentError } from 'commander';

/** Reads a whole number within bounds from a command line. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It wants a whole number from ${min} to ${max}.`);
    return value;
  };
}

const DAY_S = 86_400;

/** How long something may stand still, in seconds. */
export const patienceSeconds = wholeNumber(1, DAY_S);
