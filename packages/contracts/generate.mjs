// Writes src/events.generated.ts from ../../schemas: typed events, and the schemas themselves, so that nothing reads files at run
// time; and schemas/published.json, the fingerprints of what was published, to which only new versions are ever added.
// `--check` writes nothing and fails when either is stale.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const schemas = join(here, '../../schemas');
const target = join(here, 'src/events.generated.ts');
const pins = join(schemas, 'published.json');
const isCheck = process.argv.includes('--check');
const read = (path) => JSON.parse(readFileSync(join(schemas, path), 'utf8'));

const contracts = readdirSync(schemas, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: entity }) =>
    readdirSync(join(schemas, entity)).flatMap((file) => {
      const [, name, version] = /^([a-z_]+)\.v(\d+)\.avsc$/.exec(file) ?? [];
      return name ? [contract(entity, name, Number(version), `${entity}/${file}`)] : [];
    }),
  )
  .sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
const entities = [...new Set(contracts.map(({ entity }) => entity))].sort();
const latest = contracts.filter(({ type }, i) => contracts[i + 1]?.type !== type);

/** A version of a contract, its envelope's fields first. */
function contract(entity, name, version, path) {
  const { id, envelope, ...own } = read(path);
  const { fields } = read(`envelope.v${envelope}.json`);
  return {
    entity,
    type: `${entity}.${name}`,
    version,
    id,
    path,
    schema: { ...own, fields: [...fields, ...own.fields] },
  };
}

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

/** What readers of the log depend on: all but the words. */
function fingerprint({ type, id, schema }) {
  const said = schema.fields.map(({ name, type: avro, default: fallback }) => [name, avro, fallback]);
  return createHash('sha256')
    .update(JSON.stringify([type, id, schema.name, schema.namespace, said]))
    .digest('hex')
    .slice(0, 32);
}

const duplicate = contracts.find((a, i) => contracts.findIndex((b) => b.id === a.id) !== i);
if (duplicate)
  fail(`schemas/${duplicate.path} has the id ${duplicate.id} of another contract: choose one that is free`);
const pinned = read('published.json');
const wanted = Object.fromEntries(
  contracts.map((each) => [`${each.type}/${each.version}`, fingerprint(each)]),
);
for (const [version, print] of Object.entries(pinned))
  if (wanted[version] === undefined) fail(`schemas has lost ${version}, which was published: bring it back`);
  else if (wanted[version] !== print)
    fail(
      `${version} is published and may not change: undo it, and write the change as a new version with an id of its own`,
    );

function tsType(avro) {
  if (Array.isArray(avro)) return avro.map(tsType).join(' | ');
  if (avro === 'null') return 'null';
  if (avro.logicalType === 'decimal') return 'Decimal';
  if (avro.logicalType === 'timestamp-millis') return 'EpochMs';
  if (avro.type === 'enum') return avro.symbols.map((symbol) => `'${symbol}'`).join(' | ');
  if (avro.type === 'array') return `readonly ${tsType(avro.items)}[]`;
  if (avro.type === 'record')
    return `{ ${avro.fields.map(({ name, type }) => `readonly ${name}: ${tsType(type)}`).join('; ')} }`;
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
  '/** A decimal number with exactly as many places as its contract says, for example `"1054.0000"`. */',
  'export type Decimal = string;',
  '',
];
for (const { type, schema } of latest) {
  lines.push(`/** ${schema.doc} */`, `export interface ${schema.name} {`, `  type: '${type}';`);
  for (const field of schema.fields)
    lines.push(`  /** ${field.doc} */`, `  ${field.name}: ${tsType(field.type)};`);
  lines.push('}', '');
}
lines.push(`export type CrmEvent =\n${latest.map(({ schema }) => `  | ${schema.name}`).join('\n')};`, '');
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
for (const { type, entity, version, id, schema } of contracts)
  lines.push(
    `  { type: '${type}', entity: '${entity}', version: ${version}, id: ${id}, schema: ${JSON.stringify(JSON.stringify(schema))} },`,
  );
lines.push('];', '');

const written = [
  [target, lines.join('\n')],
  [pins, `${JSON.stringify(wanted, null, 2)}\n`],
];
for (const [file, text] of written)
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text)
    fail(`${file.slice(join(here, '../..').length)} is stale: run \`npm run generate\` and commit it`);
