// Writes what follows from the settings themselves: their table in the README, and the names that a misspelt one is
// compared with. With --check it only says whether they are stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

const BEGIN = '<!-- settings: written by infra/dev/settings-table.mjs -->';
const END = '<!-- end of settings -->';

const shapes = {
  'every service': [
    'packages/runtime/dist/settings.js',
    [
      'kafkaSettings',
      'clickhouseSettings',
      'shardsSettings',
      'logSettings',
      'hostSettings',
      'apiKeySettings',
    ],
  ],
  ingest: ['services/ingest/dist/settings.js', ['ingestSettings']],
  processor: ['services/processor/dist/settings.js', ['processorSettings']],
  query: ['services/query/dist/settings.js', ['querySettings']],
  alerts: ['services/alerts/dist/settings.js', ['alertsSettings']],
  simulator: ['services/simulator/dist/settings.js', ['simulatorSettings']],
  cli: ['services/cli/dist/settings.js', ['dataDirSettings', 'clientSettings']],
  'tally up': ['services/cli/dist/up/ports.js', ['portSettings']],
};

const rows = [];
const seen = new Set();
for (const [owner, [file, names]] of Object.entries(shapes)) {
  const module = await import(join(root, file));
  for (const { name, doc, wants, fallback } of names.flatMap((each) => Object.values(module[each]))) {
    if (seen.has(name)) continue;
    seen.add(name);
    rows.push(`| \`${name}\` | ${owner} | ${shown(fallback)} | ${doc}: ${wants} |`);
  }
}
const table = [
  '| setting | of | default | meaning: what it wants |',
  '| --- | --- | --- | --- |',
  ...rows,
].join('\n');

stale('README.md', (before) => {
  const from = before.indexOf(BEGIN);
  const to = before.indexOf(END);
  if (from < 0 || to < from) throw new Error(`README.md has lost its marks ${BEGIN} and ${END}.`);
  return `${before.slice(0, from)}${BEGIN}\n\n${table}\n\n${before.slice(to)}`;
});
stale(
  'packages/runtime/src/setting-names.generated.ts',
  () => `// Written by infra/dev/settings-table.mjs.

/** Every setting of every program. */
export const SETTING_NAMES: readonly string[] = [
${[...seen]
  .sort()
  .map((name) => `  '${name}',`)
  .join('\n')}
];
`,
);

/** Writes the file anew, or says with --check that it would. */
function stale(file, write) {
  const path = join(root, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const after = write(before);
  if (after === before) return;
  if (!process.argv.includes('--check')) return writeFileSync(path, after);
  console.error(`The settings in ${file} are stale: run "node infra/dev/settings-table.mjs" and commit it.`);
  process.exitCode = 1;
}

function shown(fallback) {
  if (fallback === 'required') return '(required)';
  if (fallback.value === undefined || fallback.value === '') return '';
  if (typeof fallback.value === 'object' && !Array.isArray(fallback.value)) return '(none)';
  return `\`${String(fallback.value).replace(root, '')}\``;
}
