// Writes src/events.generated.ts from ../../schemas: typed events, and the schemas themselves, so that nothing reads files at run time.
// `--check` writes nothing and fails when the file is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const schemas = join(here, '../../schemas');
const target = join(here, 'src/events.generated.ts');
const read = (path) => JSON.parse(readFileSync(join(schemas, path), 'utf8'));
const pascal = (name) =>
  name
    .split(/[._]/)
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join('');

const ids = read('ids.json');
const entities = readdirSync(join(schemas, 'events')).sort();
const events = entities.flatMap((entity) =>
  readdirSync(join(schemas, 'events', entity))
    .filter((file) => file.endsWith('.avsc'))
    .sort()
    .map((file) => ({
      entity,
      type: `${entity}.${file.replace('.avsc', '')}`,
      schema: read(`events/${entity}/${file}`),
    })),
);

const published = [];
for (const { type, schema } of events) {
  const versions = Object.entries(ids[type] ?? {}).map(([version, id]) => ({ version: Number(version), id }));
  if (versions.length === 0) throw new Error(`schemas/ids.json pins no id for ${type}: add one`);
  for (const { version, id } of versions)
    published.push({ type, version, id, schema: read(`published/${type}/${version}.avsc`) });
  const latest = versions.reduce((a, b) => (b.version > a.version ? b : a));
  if (JSON.stringify(read(`published/${type}/${latest.version}.avsc`)) !== JSON.stringify(schema))
    throw new Error(
      `schemas/events/${type.replace('.', '/')}.avsc differs from its published version ${latest.version}: publish it as version ${latest.version + 1} with a new id in schemas/ids.json`,
    );
}
const duplicate = published.find((a, i) => published.findIndex((b) => b.id === a.id) !== i);
if (duplicate) throw new Error(`schemas/ids.json pins id ${duplicate.id} twice`);

function tsType(avro) {
  if (Array.isArray(avro)) return avro.map(tsType).join(' | ');
  if (avro === 'null') return 'null';
  if (avro.logicalType === 'decimal') return 'Decimal';
  if (avro.logicalType === 'timestamp-millis') return 'EpochMs';
  if (avro.type === 'enum') return avro.symbols.map((symbol) => `'${symbol}'`).join(' | ');
  if (avro === 'string') return 'string';
  if (avro === 'boolean') return 'boolean';
  if (avro === 'int' || avro === 'long' || avro === 'double') return 'number';
  throw new Error(`no TypeScript type for Avro ${JSON.stringify(avro)}`);
}

const lines = [
  '// Generated from schemas/ by `npm run generate`; edits are lost.',
  '',
  '/** An instant in UTC, milliseconds since 1970. */',
  'export type EpochMs = number;',
  '/** A decimal number with exactly four places, for example `"1054.0000"`. */',
  'export type Decimal = string;',
  '',
];
for (const { type, schema } of events) {
  lines.push(`/** ${schema.doc} */`, `export interface ${pascal(type)} {`, `  type: '${type}';`);
  for (const field of schema.fields)
    lines.push(`  /** ${field.doc} */`, `  ${field.name}: ${tsType(field.type)};`);
  lines.push('}', '');
}
lines.push(`export type CrmEvent =\n${events.map(({ type }) => `  | ${pascal(type)}`).join('\n')};`, '');
lines.push(
  "export type EventType = CrmEvent['type'];",
  `export type Entity = ${entities.map((e) => `'${e}'`).join(' | ')};`,
  '',
);
lines.push(
  'export interface PublishedSchema {\n  type: EventType;\n  entity: Entity;\n  version: number;\n  id: number;\n  /** Avro schema, as JSON text. */\n  schema: string;\n}',
  '',
);
lines.push(
  '/** Every contract ever published, oldest first within a type. */',
  'export const PUBLISHED: readonly PublishedSchema[] = [',
);
for (const { type, version, id, schema } of published)
  lines.push(
    `  { type: '${type}', entity: '${type.split('.')[0]}', version: ${version}, id: ${id}, schema: ${JSON.stringify(JSON.stringify(schema))} },`,
  );
lines.push('];', '');

const text = lines.join('\n');
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'packages/contracts/src/events.generated.ts is stale: run `npm run generate` and commit it',
    );
    process.exit(1);
  }
} else writeFileSync(target, text);
