// Writes infra/dbt/models/sources.yml: what people read in ClickHouse, as sources of a dbt project. It follows from the same
// definitions as the views themselves. With --check it only says whether it is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

const FILE = 'infra/dbt/models/sources.yml';
/** Of schemas/views, what people read beside the views of facts and metrics. */
const PEOPLE = ['offices', 'reps', 'rep_history', 'rates', 'rate_history', 'products'];

const { metricViews } = await import(join(root, 'packages/metrics/dist/sql/views.js'));
const { readingViews } = await import(join(root, 'packages/facts/dist/reading-views.js'));
const { readViews } = await import(join(root, 'packages/clickhouse/dist/schema/migrations.js'));

const files = await readViews();
const views = [
  ...metricViews(),
  ...readingViews(),
  ...PEOPLE.map((name) => files.find((view) => view.name === name)),
];

/** A JSON text is a YAML text. */
const text = JSON.stringify;
const after = `# Written by infra/dev/dbt-sources.mjs.
version: 2

sources:
  - name: tallyboard
    description: Exact numbers from CRM events; README.md beside this folder says how to read them.
    schema: ${text("{{ env_var('TALLY_CLICKHOUSE_DATABASE', 'tally') }}")}
    tables:
${views.map(table).join('\n')}
`;

const path = join(root, FILE);
const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
if (after !== before) {
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  else {
    console.error(`${FILE} is stale: run "node infra/dev/dbt-sources.mjs" and commit it.`);
    process.exitCode = 1;
  }
}

function table({ name, doc, columns }) {
  return `      - name: ${name}
        description: ${text(doc)}
        columns:
${columns.map((column) => `          - name: ${column.name}\n            description: ${text(column.doc)}`).join('\n')}`;
}
