import { Failure } from '@tallyboard/runtime/failure';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request, type Service } from '../http.js';
import { isMetric, noSuchMetric } from './no-such-metric.js';

export interface QuestionOptions {
  from?: string;
  to?: string;
  period?: string;
  tz?: string;
  by?: string;
  interval?: string;
  weekStarts?: string;
  zeros?: boolean;
  top?: string;
  quality?: boolean;
  filter?: string[];
  currency?: string;
  set?: string[];
  limit?: string;
  tenant?: string;
  json?: boolean;
}

/** What every question of a metric takes: a period, what to split and filter by, parameters, whose numbers. */
export function withQuestion(command: Command): Command {
  return command
    .argument('<metric>', 'its name; "tally metrics" lists them')
    .option('--from <date>', 'first day or instant that counts, for example 2017-01-01')
    .option('--to <date>', 'the first one that no longer does')
    .option(
      '--period <name>',
      'instead of from and to: this_week, last_month, last_30_days, all, … (default: today)',
    )
    .option(
      '--tz <zone>',
      'whose days these are, for example Europe/Berlin; office: each office its own (default: UTC)',
    )
    .option('--by <dimensions>', 'a row for each: office, team, rep and others, separated by commas')
    .option('--week-starts <day>', 'the first day of weeks, for example sunday (default: monday)')
    .option(
      '--filter <dim:value>',
      String.raw`only these, for example office:west or "product:GTX Pro|MG Special", \| for a bar inside a name; repeatable`,
      collect,
    )
    .option(
      '--currency <code>',
      'converts amounts into one currency, for example EUR, by the exchange rates that were told',
    )
    .option('--set <name=value>', 'a parameter of the metric; repeatable', collect)
    .option('--tenant <name>', 'whose numbers (default: those of TALLY_API_KEY, else of demo)');
}

/** Asks for one metric below `/v1/<what>/`; rejects with what is wrong with the question. */
export async function ask<T>(
  service: Service,
  what: 'metrics' | 'explain',
  metric: string,
  options: QuestionOptions,
): Promise<T> {
  const answer = await request(service, `/v1/${what}/${encodeURIComponent(metric)}?${queryOf(options)}`);
  if (answer.status !== 200) throw isMetric(metric) ? refusedQuestion(service, answer) : noSuchMetric(metric);
  return JSON.parse(answer.text) as T;
}

/** The options as a query string of the API; what was not said is left to its defaults. */
export function queryOf(options: QuestionOptions): string {
  const query = new URLSearchParams();
  for (const name of ['from', 'to', 'period', 'tz', 'by', 'interval', 'currency', 'limit', 'top'] as const)
    if (options[name] !== undefined) query.set(name, options[name]);
  if (options.weekStarts !== undefined) query.set('week_starts', options.weekStarts);
  if (options.zeros) query.set('zeros', 'true');
  if (options.quality) query.set('quality', 'true');
  if (!options.from && !options.to && !options.period) query.set('period', 'today');
  for (const filter of options.filter ?? []) query.append('filter', filter);
  for (const each of options.set ?? []) {
    const at = each.indexOf('=');
    if (at < 1) throw new Failure(`--set wants name=value, not "${each}".`, { exitCode: EXIT.usage });
    query.set(each.slice(0, at), each.slice(at + 1));
  }
  return query.toString();
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];
