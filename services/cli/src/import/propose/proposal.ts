import { Failure } from '@tallyboard/runtime/failure';
import { stringify } from 'yaml';
import { openCsv } from '../csv.js';
import { type Entity, isInstant } from '../entity.js';
import { outcome as outcomeSchema } from '../rules.js';
import type { Row } from '../values.js';
import { formatsOf, readableOf, strangestOf } from './dates.js';
import { writtenIn } from './numbers.js';
import { type Draft, type Fit, readyFit, readyFits } from './ready.js';
import { synonymFit } from './synonyms.js';

/** What a file seems to be, and a mapping for it. */
export interface Proposal {
  entity: Entity;
  /** The ready mapping that it began with; null: by its titles alone. */
  from: string | null;
  yaml: string;
  /** How many of its columns speak for that. */
  found: number;
  /** The other ready mappings that it has all needed columns for, and half as many as for this one. */
  also: { name: string; entity: Entity; found: number }[];
  /** Columns that nothing is read from. */
  unused: string[];
  /** What whoever imports such an export should know. */
  note: string | null;
  /** What has to be said before it can be imported, a sentence each. */
  open: string[];
  /** It is not UTF-8, and read as windows-1252. */
  isEncodingAssumed: boolean;
  /** Some of its times name no zone, and the mapping does not say whose clock they show. */
  isZoneAssumed: boolean;
}

/** Lines that are looked at. */
const LOOKED_AT = 1_000;

/** Another ready mapping is worth naming when it has at least this share of the columns of the best. */
const ALSO_WORTH_SAYING = 0.5;

/** `as`: the ready mapping that it is to be read by, whatever fits best. Null: its titles say nothing that is known. */
export async function propose(path: string, readyFolder: string, as?: string): Promise<Proposal | null> {
  const { columns, rows, encoding } = await beginningOf(path);
  const fits = as ? [readyFit(readyFolder, columns, as)] : readyFits(readyFolder, columns);
  const ready = fits[0];
  const guessed = synonymFit(columns);
  const isReady =
    ready &&
    (as !== undefined || ready.isKnown || !guessed || ready.missing.length <= guessed.missing.length);
  const fit = isReady ? ready : guessed;
  if (!fit) return null;
  const open = fit.missing.map(({ field, column }) =>
    column === ''
      ? `${fit.entity.name}.${field}: no column of the file seems to have it`
      : `${fit.entity.name}.${field}: there is no column "${column}"`,
  );
  const also = isReady
    ? fits.filter(
        (each) => each !== fit && each.missing.length === 0 && each.found >= fit.found * ALSO_WORTH_SAYING,
      )
    : [];
  const rivals = also.filter(({ isKnown, found }) => isKnown === fit.isKnown && found >= fit.found);
  if (rivals.length > 0)
    open.push(
      `${[fit, ...rivals].map(({ name }) => name).join(' and ')} have equally many of its columns: say with --as which of them it is`,
    );
  open.push(...unknownOutcomes(fit, rows));
  const { amount, currency } = fit.draft[fit.entity.name] as Record<string, unknown>;
  if (amount && !currency)
    open.push(
      `${fit.entity.name}.currency: no column has it, and amounts need one: currency: { constant: EUR }, or which it is`,
    );
  const draft = withNumbers(withDates(fit, rows, open), fit.entity, rows, open);
  return {
    entity: fit.entity,
    from: isReady ? fit.name : null,
    found: fit.found,
    also,
    unused: columns.filter((title) => !fit.used.has(title)),
    note: typeof draft.note === 'string' ? draft.note : null,
    yaml: stringify(encoding === 'utf-8' ? draft : { encoding, ...draft }),
    isEncodingAssumed: encoding !== 'utf-8',
    open,
    isZoneAssumed:
      draft.dates === undefined &&
      datedCells(fit, rows).some(
        ({ rule, cells }) => !/\butc\b/i.test(rule.column!) && !readableOf(cells).every(saysZone),
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

/** The fields that are numbers; those of durations say in what they count. */
const NUMBERS = ['amount', 'quantity', 'score'];

/** Says how numbers are written where the lines leave no doubt, and asks where they do. */
function withNumbers(draft: Draft, entity: Entity, rows: readonly Row[], open: string[]): Draft {
  const rules = rulesIn({ draft, entity });
  const columns = NUMBERS.flatMap((field) => rules[field]?.column ?? []);
  const cells = columns.flatMap((column) => rows.map((row) => row[column]?.trim() ?? '').filter(Boolean));
  const written = draft.numbers ? null : writtenIn(cells);
  if (written !== 'either') return written ? { ...draft, numbers: written } : draft;
  open.push(
    `numbers: ${columns.map((column) => `"${column}"`).join(', ')} could have thousands or fractions: say which, numbers: { decimal: ".", group: "," } or the other way round`,
  );
  return draft;
}

/** Every stage of a deal is open, won or lost, and which is for whoever set the stages up. */
function unknownOutcomes({ draft, entity }: Drafted, rows: readonly Row[]): string[] {
  const { outcome } = rulesIn({ draft, entity });
  if (entity.rules.shape.outcome !== outcomeSchema || !outcome?.column || !outcome.values) return [];
  const { column, values } = outcome;
  const unknown = new Set(rows.map((row) => row[column]?.trim() ?? '').filter((cell) => !(cell in values)));
  if (unknown.size === 0) return [];
  const listed = [...unknown].map((cell) => JSON.stringify(cell)).join(', ');
  return [
    `${entity.name}.outcome: "${column}" has ${listed}: say of each under values whether it is open, won or lost`,
  ];
}

type Drafted = Pick<Fit, 'draft' | 'entity'>;

const rulesIn = ({ draft, entity }: Drafted) =>
  draft[entity.name] as Record<string, { column?: string; format?: string; values?: Record<string, string> }>;

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

interface Beginning {
  columns: string[];
  rows: Row[];
  encoding: 'utf-8' | 'windows-1252';
}

/** Of a file that is not UTF-8 as windows-1252, which is what spreadsheet programs of Western countries write. */
async function beginningOf(path: string, encoding: Beginning['encoding'] = 'utf-8'): Promise<Beginning> {
  try {
    const csv = await openCsv({ path, delimiter: undefined, encoding });
    const rows: Row[] = [];
    try {
      for await (const { row } of csv.lines) if (rows.push(row) >= LOOKED_AT) break;
    } finally {
      await csv.close();
    }
    return { columns: csv.columns, rows, encoding };
  } catch (error) {
    // A byte that is none of the encoding.
    const isOther = error instanceof Failure && error.cause instanceof TypeError;
    if (!isOther || encoding !== 'utf-8') throw error;
    return beginningOf(path, 'windows-1252');
  }
}
