import { readingViews } from '@tallyboard/facts/reading-views';
import { sqlString } from '@tallyboard/facts/sql-text';
import { metricViews } from '@tallyboard/metrics/sql/views';

/** What a line that begins with a dot asks for: SQL that answers it, a text, or to leave. */
export type Dot = { sql: string } | { text: string } | 'quit';

export const DOTS_HELP = `  .tables            what can be read; .tables all: also what that is made of
  .describe NAME     columns of a table or view, in words
  .metrics           the metrics, and how to read each
  .metric NAME       what one of them means, and SQL that gives it
  .help, .quit       this, and leave (also Ctrl-D)`;

/** The answer to a line such as `.describe deals`; null where it is none. */
export function dotOf(line: string): Dot | null {
  const [, word, name = ''] = /^\.(\w+)\s*(.*?)\s*;?\s*$/.exec(line.trim()) ?? [];
  if (word === undefined) return null;
  switch (word) {
    case 'tables':
      return { sql: tablesSql(name === 'all') };
    case 'describe':
      if (name === '') return { text: 'It wants a name: .describe deals' };
      return {
        sql: `SELECT name, type, ${WORDS} FROM system.columns WHERE database = currentDatabase() AND table = ${sqlString(name)} ORDER BY position`,
      };
    case 'metrics':
      return { sql: 'SELECT name, title, unit, how FROM metrics' };
    case 'metric':
      if (name === '') return { text: 'It wants a name: .metric close_rate' };
      return {
        sql: `SELECT told.1 AS about, told.2 AS text FROM metrics ARRAY JOIN [('title', title), ('definition', definition), ('formula', formula), ('how', how), ('statement', statement)] AS told WHERE name = ${sqlString(name)}`,
      };
    case 'help':
      return { text: `A statement ends with a semicolon and may have several lines.\n${DOTS_HELP}` };
    case 'quit':
    case 'exit':
      return 'quit';
    default:
      return { text: `There is no .${word}:\n${DOTS_HELP}` };
  }
}

/** Without the fingerprint by which `tally migrate` knows a text again. */
const WORDS = String.raw`replaceRegexpOne(comment, ' \\[[0-9a-f]+\\]$', '') AS words`;

function tablesSql(all: boolean): string {
  const read = [...metricViews(), ...readingViews()].map(({ name }) => name);
  const names = [...read, 'offices', 'reps', 'rep_history', 'rates', 'rate_history']
    .map(sqlString)
    .join(', ');
  return `SELECT name, ${WORDS} FROM system.tables WHERE database = currentDatabase()${all ? '' : ` AND name IN (${names})`} ORDER BY name`;
}
