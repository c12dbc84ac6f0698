import { readFileSync } from 'node:fs';

interface Panel {
  type: string;
  title: string;
  targets: readonly { rawSql: string; format: number }[];
}

interface Dashboard {
  panels: readonly Panel[];
  templating: { list: readonly { name: string; type: string; query: string }[] };
}

const DASHBOARD = JSON.parse(
  readFileSync(new URL('../../infra/grafana/dashboards/tallyboard.json', import.meta.url), 'utf8'),
) as Dashboard;

export const PANELS = DASHBOARD.panels;

/** SQL of the choices of a variable, by its name. */
export const CHOICES = new Map(
  DASHBOARD.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }): [string, string] => [name, query]),
);

export interface Chosen {
  tenant: string;
  /** Null: all of them. */
  offices: readonly string[] | null;
  /** Days, the last included. */
  from: string;
  to: string;
}

/** What Grafana and its plugin make of a panel's SQL before ClickHouse has it: variables, then macros. */
export function expanded(sql: string, { tenant, offices, from, to }: Chosen): string {
  const [begin, end] = [Date.parse(`${from}T00:00Z`) / 1_000, Date.parse(`${to}T23:59:59Z`) / 1_000];
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const all = /\$__conditionalAll\(((?:[^()]|\([^()]*\))*), \$office\)/g;
  const done = sql
    .replaceAll(all, (_, condition: string) => (offices === null ? '1=1' : condition))
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: as Grafana writes them
    .replaceAll('${tenant:sqlstring}', quoted(tenant))
    .replaceAll('${office:sqlstring}', (offices ?? []).map(quoted).join(','))
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as Grafana writes them
    .replaceAll(
      /\$__dateFilter\((\w+)\)/g,
      (_, column: string) => `${column} >= toDate('${from}') AND ${column} <= toDate('${to}')`,
    )
    .replaceAll('$__fromTime', `toDateTime(${begin})`)
    .replaceAll('$__toTime', `toDateTime(${end})`);
  if (/\$/.test(done)) throw new Error(`nothing is known of ${/\$[\w{:]*/.exec(done)?.[0]}`);
  return done;
}

/** Panels that show what the API says: title → column of the number, and the metric. */
export const SAYS: Readonly<Record<string, string>> = {
  Calls: 'calls',
  'Revenue won': 'revenue_won',
  'Close rate': 'close_rate',
  'First response, p90': 'first_response_time_p90',
  'Open pipeline': 'pipeline_value',
  Churn: 'churn_rate',
  CSAT: 'csat',
};
