import type { Explained, Explanation, Row } from '@tallyboard/api/query';
import { pluralOf } from '@tallyboard/facts/reading-views';
import { formatValue } from '@tallyboard/metrics/value-text';
import { count } from '../terminal/progress.js';
import { type Column, table } from '../terminal/table.js';
import { conversionText, currencyOf, freshnessText } from './result.js';

/** For people: the number twice, what it counts, and what stands behind it. */
export function explanationText(found: Explanation, { withEvents }: { withEvents: boolean }): string {
  const { answer, definition } = found;
  return [
    `${answer.title} of ${answer.tenant}, ${answer.from} to ${answer.to} (${answer.tz})`,
    definition,
    '',
    numbers(found),
    '',
    agreement(found),
    ...conversionText(answer),
    freshnessText(answer),
    '',
    behind(found),
    ...(found.entities.length === 0 ? [] : ['', withEvents ? withTheirEvents(found) : listed(found)]),
  ].join('\n');
}

/** The rows, once where the events give the same, else as they are stored and as the events give them. */
function numbers({ answer, recomputed, agrees }: Explanation): string {
  const keyOf = ({ dimensions }: Row) => JSON.stringify(dimensions);
  const anew = new Map(recomputed.map((row) => [keyOf(row), row]));
  const stored = new Map(answer.rows.map((row) => [keyOf(row), row]));
  const all = [...new Map([...stored, ...anew])];
  const hasParts = all.some(([, { numerator }]) => numerator !== null);
  const shown = (row: Row | undefined) => [
    formatValue(row?.value ?? null, answer.unit, row ? currencyOf(answer, row) : ''),
    count(row?.n ?? 0),
    ...(hasParts ? [String(row?.numerator ?? ''), String(row?.denominator ?? '')] : []),
  ];
  const columns: Column[] = [
    ...answer.by.map((title) => ({ title })),
    ...(agrees ? [] : [{ title: '' }]),
    ...[answer.metric, 'n', ...(hasParts ? ['numerator', 'denominator'] : [])].map((title) => ({
      title,
      align: 'right' as const,
    })),
  ];
  const rows = all.flatMap(([key, { dimensions, labels }]) => {
    const group = answer.by.map((name) => labels?.[name] ?? (dimensions[name] || '(none)'));
    if (agrees) return [[...group, ...shown(stored.get(key))]];
    return [
      [...group, 'stored', ...shown(stored.get(key))],
      [...group.map(() => ''), 'from the events', ...shown(anew.get(key))],
    ];
  });
  return table(columns, rows);
}

const agreement = ({ agrees }: Explanation): string =>
  agrees
    ? 'The events behind it give the same number.'
    : 'The events give another number: some have arrived that cells do not count yet. If it stays so once the answer is live, "tally verify" says what is wrong.';

function behind({ behind: found, entities }: Explanation): string {
  const all = Object.entries(found).filter(([, n]) => n > 0);
  if (all.length === 0) return 'Nothing stands behind it.';
  const total = all.reduce((sum, [, n]) => sum + n, 0);
  const kinds = all.map(([fact, n]) => `${count(n)} ${n === 1 ? fact : pluralOf(fact)}`).join(' and ');
  const shown = new Set(entities.map(({ entity, id }) => `${entity} ${id}`)).size;
  return `Behind it: ${kinds}${shown < total ? `; the first ${count(shown)}:` : ':'}`;
}

function listed({ answer, entities }: Explanation): string {
  const columns: Column[] = [
    { title: 'id' },
    ...answer.by.map((title) => ({ title })),
    { title: answer.metric, align: 'right' },
    { title: 'counts at' },
    { title: 'for' },
    { title: 'as' },
    { title: 'events', align: 'right' },
  ];
  const rows = entities.flatMap(({ id, dimensions, value, counts, events }) => {
    const own = [
      id,
      ...answer.by.map((name) => dimensions[name] || '(none)'),
      formatValue(value, answer.unit, currencyOf(answer, { dimensions })),
    ];
    return counts.map((each, i) => [
      ...(i === 0 ? own : own.map(() => '')),
      each.at,
      each.dimensions.rep || '(nobody)',
      measures(each),
      i === 0 ? count(events.length) : '',
    ]);
  });
  return `${table(columns, rows)}\n\n--events lists what was said of each, --limit more of them.`;
}

const withTheirEvents = ({ answer, entities }: Explanation): string =>
  entities
    .map(({ entity, id, dimensions: group, value, counts, events }) =>
      [
        `${entity} ${id}: ${formatValue(value, answer.unit, currencyOf(answer, { dimensions: group }))}`,
        ...counts.map(
          (each) => `  counts at ${each.at} for ${each.dimensions.rep || '(nobody)'} as ${measures(each)}`,
        ),
        ...table(EVENT_COLUMNS, events.map(eventCells))
          .split('\n')
          .map((line) => `  ${line}`),
      ].join('\n'),
    )
    .join('\n\n');

const EVENT_COLUMNS: readonly Column[] = ['occurred at', 'event', 'source', 'id', 'says'].map((title) => ({
  title,
}));

const eventCells = ({ occurred_at, type, source, event_id, data }: Explained['events'][number]): string[] => [
  occurred_at,
  type,
  source,
  event_id,
  Object.entries(data)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', '),
];

/** What is counted by a key would be a line of its own: the API has it. Of what is converted also by which rate, and into what. */
function measures({ measures: counted, conversion }: Explained['counts'][number]): string {
  const shown = ([name, value]: [string, unknown]) => {
    const amount = conversion?.amounts[name];
    return `${name} ${value}${amount === undefined ? '' : ` × ${conversion!.rate} = ${amount} ${conversion!.currency}`}`;
  };
  return Object.entries(counted)
    .filter(([, value]) => typeof value !== 'object')
    .map(shown)
    .join(', ');
}
