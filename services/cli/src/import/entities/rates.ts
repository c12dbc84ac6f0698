import { z } from 'zod';
import { rateSubject } from '../claims.js';
import { defineEntity, type Line, needed } from '../entity.js';
import { type InstantRule, instant, scalar, text } from '../rules.js';
import { Unusable } from '../values.js';

/**
 * A line is `rate.updated`: what one of `base` is of `quote`. Where a column is a currency, as in the reference rates of the
 * European Central Bank, it is one for each of `quotes` that has a rate.
 */
export const RATES = defineEntity({
  name: 'rates',
  one: 'rate',
  metrics: [],
  timeless: ['rate.updated'],
  speaksOfOthers: true,
  rules: z.strictObject({
    effective_from: instant,
    base: text,
    quote: text.optional(),
    rate: text.optional(),
    /** Titles of columns, each the code of a currency. */
    quotes: z.array(z.string().min(1)).min(1).optional(),
    /** Cells of these columns that mean that there is none. */
    empty: z.array(scalar).optional(),
  }),
  subject(rules, line) {
    const [base, quote] = [line.text(rules.base), line.text(rules.quote)];
    const at = dayAt(rules.effective_from, line);
    return base === null || quote === null || at === null ? null : rateSubject(`${base}/${quote}`, dayOf(at));
  },
  statements(rules, line) {
    const base = needed(line.text(rules.base), rules.base, 'a rate needs the currency of which it is of one');
    const at = needed(dayAt(rules.effective_from, line), rules.effective_from, 'say from which day it holds');
    const told = (quote: string, rate: string) => ({
      type: 'rate.updated' as const,
      occurredAt: at,
      data: { rate_id: `${base}/${quote}`, effective_from: dayOf(at), rate },
    });
    if (rules.quotes)
      return rules.quotes.flatMap((column) => {
        const rate = line.row[column] === undefined ? null : line.decimal({ column, empty: rules.empty });
        return rate === null || column === base ? [] : [told(column, rate)];
      });
    if (!rules.quote || !rules.rate)
      throw new Unusable(null, 'the mapping has neither quote and rate nor quotes');
    const quote = needed(line.text(rules.quote), rules.quote, 'a rate needs the currency in which it is');
    return [told(quote, needed(line.decimal(rules.rate), rules.rate, 'a rate needs its number'))];
  },
});

/** A day is the same wherever the file comes from. */
const dayAt = (rule: InstantRule, line: Line): number | null =>
  line.instant('constant' in rule ? rule : { ...rule, zone: 'UTC' });

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
