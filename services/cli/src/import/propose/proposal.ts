import { stringify } from 'yaml';
import { z } from 'zod';
import { openCsv } from '../csv.js';
import type { Entity } from '../entity.js';
import { instant } from '../rules.js';
import type { Row } from '../values.js';
import { formatsOf } from './dates.js';
import { type Draft, type Fit, readyFits } from './ready.js';
import { synonymFit } from './synonyms.js';

/** What a file seems to be, and a mapping for it. */
export interface Proposal {
  entity: Entity;
  /** The ready mapping that it began with; null: by its titles alone. */
  from: string | null;
  yaml: string;
  /** What has to be said before it can be imported, a sentence each. */
  open: string[];
}

/** Lines that are looked at. */
const LOOKED_AT = 1_000;

/** Null: its titles say nothing that is known. */
export async function propose(path: string, readyFolder: string): Promise<Proposal | null> {
  const { columns, rows } = await beginningOf(path);
  const ready = readyFits(readyFolder, columns)[0];
  const guessed = synonymFit(columns);
  const fit = ready && (!guessed || ready.missing.length <= guessed.missing.length) ? ready : guessed;
  if (!fit) return null;
  const open = fit.missing.map(({ field, column }) =>
    column === ''
      ? `${fit.entity.name}.${field}: no column of the file seems to have it`
      : `${fit.entity.name}.${field}: there is no column "${column}"`,
  );
  const { amount, currency } = fit.draft[fit.entity.name] as Record<string, unknown>;
  if (amount && !currency)
    open.push(
      `${fit.entity.name}.currency: no column has it, and amounts need one: currency: { constant: EUR }, or which it is`,
    );
  const draft = withDates(fit, rows, open);
  return { entity: fit.entity, from: fit === ready ? fit.name : null, yaml: stringify(draft), open };
}

/** Says how dates are written where the lines leave no doubt, and asks where they do. */
function withDates({ draft, entity }: Fit, rows: readonly Row[], open: string[]): Draft {
  const rules = draft[entity.name] as Record<string, { column?: string; format?: string }>;
  const dated = Object.entries(rules).flatMap(([field, rule]) => {
    const cells = rows.map((row) => row[rule.column ?? '']?.trim() ?? '').filter(Boolean);
    return isInstant(entity, field) && rule.column && cells.length > 0 ? [{ field, rule, cells }] : [];
  });
  const formats = dated.map(({ field, rule, cells }) => {
    const possible = formatsOf(cells);
    if (possible.length === 1) return [field, { ...rule, format: possible[0] }];
    const shown = JSON.stringify(cells[0]);
    open.push(
      possible.length === 0
        ? `${entity.name}.${field}: "${rule.column}" has ${shown}: say with format how it is written`
        : `${entity.name}.${field}: "${rule.column}" has ${shown}, which could be ${possible.join(' or ')}: say which with format`,
    );
    return [field, rule];
  });
  return { ...draft, [entity.name]: { ...rules, ...Object.fromEntries(formats) } };
}

function isInstant({ rules }: Entity, field: string): boolean {
  const schema = rules.shape[field];
  return (schema instanceof z.ZodOptional ? schema.unwrap() : schema) === instant;
}

async function beginningOf(path: string): Promise<{ columns: string[]; rows: Row[] }> {
  const csv = await openCsv({ path, delimiter: undefined, encoding: 'utf-8' });
  const rows: Row[] = [];
  try {
    for await (const { row } of csv.lines) if (rows.push(row) >= LOOKED_AT) break;
  } finally {
    await csv.close();
  }
  return { columns: csv.columns, rows };
}
