import { stringify } from 'yaml';
import { openCsv } from '../csv.js';
import { type Entity, isInstant } from '../entity.js';
import type { Row } from '../values.js';
import { formatsOf, strangestOf } from './dates.js';
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
  /** Some of its times name no zone, and the mapping does not say whose clock they show. */
  isZoneAssumed: boolean;
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
  return {
    entity: fit.entity,
    from: fit === ready ? fit.name : null,
    yaml: stringify(draft),
    open,
    isZoneAssumed:
      draft.dates === undefined &&
      datedCells(fit, rows).some(
        ({ rule, cells }) => !/\butc\b/i.test(rule.column!) && !cells.every(saysZone),
      ),
  };
}

/** Says how dates are written where the lines leave no doubt, and asks where they do. */
function withDates({ draft, entity }: Drafted, rows: readonly Row[], open: string[]): Draft {
  const rules = rulesIn({ draft, entity });
  const formats = datedCells({ draft, entity }, rows).map(({ field, rule, cells }) => {
    const possible = formatsOf(cells);
    if (possible.length === 1) return [field, { ...rule, format: possible[0] }];
    const shown = JSON.stringify(possible.length === 0 ? strangestOf(cells) : cells[0]);
    open.push(
      possible.length === 0
        ? `${entity.name}.${field}: "${rule.column}" has ${shown}: say with format how it is written`
        : `${entity.name}.${field}: "${rule.column}" has ${shown}, which could be ${possible.join(' or ')}: say which with format`,
    );
    return [field, rule];
  });
  return { ...draft, [entity.name]: { ...rules, ...Object.fromEntries(formats) } };
}

type Drafted = Pick<Fit, 'draft' | 'entity'>;

const rulesIn = ({ draft, entity }: Drafted) =>
  draft[entity.name] as Record<string, { column?: string; format?: string }>;

/** The fields that are instants, with what the lines have in their columns. */
const datedCells = (drafted: Drafted, rows: readonly Row[]) =>
  Object.entries(rulesIn(drafted)).flatMap(([field, rule]) => {
    const cells = rows.map((row) => row[rule.column ?? '']?.trim() ?? '').filter(Boolean);
    return isInstant(drafted.entity, field) && rule.column && cells.length > 0
      ? [{ field, rule, cells }]
      : [];
  });

/** `2026-03-02T09:00:00Z`, `… +01:00`, `… -0500`; a number of seconds is of no zone. */
const saysZone = (cell: string): boolean => /:\d\d(\.\d+)? ?(Z|[+-]\d\d:?\d\d)$|^\d+$/.test(cell);

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
