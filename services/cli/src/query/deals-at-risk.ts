import type { DealAtRisk, DealsAtRisk } from '@tallyboard/api/deals';
import { formatDuration, formatValue } from '@tallyboard/metrics/value-text';
import { table } from '../terminal/table.js';
import { freshnessText } from './result.js';

const COLUMNS = [
  { title: 'deal' },
  { title: 'rep' },
  { title: 'stage' },
  { title: 'amount', align: 'right' as const },
  { title: 'why' },
];

/** Deals at risk for people: a row a deal, with its reasons in words. */
export function atRiskText(found: DealsAtRisk): string {
  const { tenant, open, at_risk, reasons, worth, deals, definition } = found;
  const rest = deals === null ? 0 : at_risk - deals.length;
  return [
    `${count(at_risk)} of ${count(open)} open deals of ${tenant} at risk: ${count(reasons.quiet)} quiet, ${count(reasons.overdue)} overdue, ${count(reasons.slow)} slow${worthText(worth)}`,
    '',
    ...(deals === null ? [UNSEEN, ''] : []),
    ...(deals !== null && deals.length > 0 ? [table(COLUMNS, deals.map(rowOf)), ''] : []),
    ...(rest > 0 ? [`${count(rest)} more: --limit lists them.`, ''] : []),
    definition,
    freshnessText(found),
  ].join('\n');
}

const UNSEEN = 'Which ones these are, a key with the scope events shows: tally keys create makes one.';

const count = (number: number): string => number.toLocaleString('en-US');

const worthText = (worth: DealsAtRisk['worth']): string =>
  worth.length === 0
    ? ''
    : `; worth ${worth.map(({ currency, amount }) => `${formatValue(amount, 'money')} ${currency}`).join(', ')}`;

const rowOf = ({ deal_id, rep, labels, stage, amount, currency, reasons }: DealAtRisk): string[] => [
  deal_id,
  labels?.rep ?? rep,
  stage,
  amount === null ? '–' : `${formatValue(amount, 'money')} ${currency}`,
  reasons.map(reasonText).join('; '),
];

function reasonText({ reason, ms, usual_ms = 0 }: DealAtRisk['reasons'][number]): string {
  if (reason === 'quiet') return `quiet for ${formatDuration(ms)}`;
  if (reason === 'overdue') return `${formatDuration(ms)} overdue`;
  return `${formatDuration(ms)} in its stage, usually at most ${formatDuration(usual_ms)}`;
}
