import { type Comparison, compare } from './compare.js';
import { type Family, familiesOf, resultOf, type Tile } from './family.js';
import { count, type Formatted, formatValue } from './format.js';
import { isRankable, type Ranking, ranking } from './ranking.js';
import { type Accent, RECIPES } from './recipes.js';
import type { Held } from './session.js';
import { ALIKE, earlierWords, periodWords } from './tile-query.js';
import { type Board, currencyOf, type Result, type ResultRow } from './wire.js';

/** One panel of the wall, ready to be drawn. */
export interface Panel {
  id: string;
  title: string;
  /** `today`; '' when the title says it already. */
  period: string;
  accent: Accent;
  wide: boolean;
  /** One number, or one per currency: amounts in different currencies are never added. Empty: no answer yet. */
  figures: Figure[];
  asides: Aside[];
  ranking: Ranking | null;
  /** What the number rests on, `1,036 deals closed`; '' when the number says it itself. */
  basis: string;
  /** Why there is no number: `no calls today`, or what the server said. */
  missing: string;
  /** `given`: were it that there is no data. */
  answer: 'awaited' | 'given' | 'refused';
  /** The instant up to which this panel's own answer was complete. */
  completeTo: string | null;
  /** Monotonic ms of the last change of its numbers. */
  changedMs: number | null;
}

export interface Figure {
  /** Its currency, else ''. */
  key: string;
  value: Formatted;
  known: boolean;
  trend: Trend | null;
  comparison: Comparison | null;
}

export interface Aside {
  words: string;
  value: Formatted;
}

export interface Trend {
  points: (number | null)[];
  shape: 'bars' | 'line';
}

/** Turns the board's tiles and what has been pushed for them into panels, in the board's order. */
export function panelsOf(board: Board, held: ReadonlyMap<string, Held>): Panel[] {
  return familiesOf(board, held).map((family) =>
    family.kind === 'ranking' ? rankingPanel(family.members) : figurePanel(family),
  );
}

function figurePanel(family: Family & { kind: 'figure' }): Panel {
  const { head, recipe } = family;
  const result = resultOf(head);
  const rows = result ? largestFirst(withSubstance(result.rows)) : [];
  const shown = rows.length > 0 ? rows : [{ dimensions: {}, value: null }];
  const asides = family.asides.flatMap(({ words, tile }) => asideOf(words, tile));
  return {
    ...common(head),
    ...(recipe?.when && { period: recipe.when }),
    id: recipe?.id ?? head.id,
    accent: recipe?.accent ?? 'sell',
    wide: recipe?.wide ?? false,
    figures: result ? shown.map((row) => figureOf(row, result, family)) : [],
    asides,
    ranking: null,
    basis: result ? basisOf(result, recipe?.of ?? ['', ''], rows, asides) : '',
    missing: head.held?.refusal ?? missingWords(recipe?.none, recipe?.when ?? head.query.period),
  };
}

/** Ranked by money where all of it is in one currency, else by the first thing that can be ranked. */
function rankingPanel(members: Tile[]): Panel {
  const rankable = members.filter((tile) => {
    const result = resultOf(tile);
    return result !== null && isRankable(result);
  });
  const main = rankable.find((tile) => resultOf(tile)?.unit === 'money') ?? rankable[0] ?? members[0]!;
  const beside = members.find((tile) => tile !== main);
  const result = resultOf(main);
  const notes = resultOf(beside);
  const recipe = RECIPES.find((each) => each.main === main.query.metric);
  const words = notes && notes.unit !== 'money' ? (beside?.title.toLowerCase() ?? '') : '';
  return {
    ...common(main),
    id: members[0]!.id,
    accent: 'sell',
    wide: false,
    figures: [],
    asides: [],
    ranking: result && ranking(result, notes && { result: notes, words }),
    basis: '',
    missing: main.held?.refusal ?? missingWords(recipe?.none, main.query.period),
  };
}

function common(head: Tile) {
  const result = resultOf(head);
  const words = periodWords(head.query.period);
  return {
    title: head.title,
    period: head.title.toLowerCase().includes(words) ? '' : words,
    answer: result ? ('given' as const) : head.held ? ('refused' as const) : ('awaited' as const),
    completeTo: result?.freshness.complete_to ?? null,
    changedMs: head.held?.changedMs ?? null,
  };
}

function figureOf(
  { dimensions, value }: Pick<ResultRow, 'dimensions' | 'value'>,
  result: Result,
  { head, trend, earlier }: Family & { kind: 'figure' },
): Figure {
  const currency = dimensions.currency ?? '';
  const shownIn = currencyOf(result, { dimensions });
  const past = resultOf(earlier);
  const period = earlier?.query.period ?? '';
  return {
    key: currency,
    value: formatValue(value, result.unit, shownIn),
    known: value !== null,
    trend: trendOf(resultOf(trend), currency),
    comparison:
      past &&
      compare(
        value,
        past.rows.find((row) => (row.dimensions.currency ?? '') === currency)?.value ?? null,
        result,
        earlierWords(period, past),
        period !== '' && period === ALIKE[head.query.period],
        shownIn,
      ),
  };
}

/** Of several currencies, those in which there is anything at all. */
function withSubstance(rows: ResultRow[]): ResultRow[] {
  const some = rows.filter((row) => row.n > 0);
  return some.length > 0 ? some : rows.slice(0, 1);
}

/** Currencies cannot be ranked by amount; the one with the most deals behind it comes first. */
function largestFirst(rows: ResultRow[]): ResultRow[] {
  return [...rows].sort(
    (a, b) => b.n - a.n || (a.dimensions.currency ?? '').localeCompare(b.dimensions.currency ?? ''),
  );
}

/** An aside has room for one number; one per currency would not fit and cannot be added. */
function asideOf(words: string, tile: Tile): Aside[] {
  const result = resultOf(tile);
  const rows = withSubstance(result?.rows ?? []);
  const row = rows[0];
  if (!result || !row || row.value === null || rows.length > 1) return [];
  return [{ words, value: formatValue(row.value, result.unit, currencyOf(result, row)) }];
}

/** `1,036 deals closed`, unless that is what the number or an aside says already. */
function basisOf(
  { unit }: Result,
  [one, several]: readonly [string, string],
  rows: ResultRow[],
  asides: Aside[],
): string {
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  if (n === 0 || (unit === 'count' && rows.every((row) => Number(row.value) === row.n))) return '';
  const words = n === 1 ? one : several;
  const text = words ? `${count(n).text} ${words}` : `n ${count(n).text}`;
  return asides.some((aside) => text.startsWith(`${aside.value.text} ${aside.words}`)) ? '' : text;
}

function missingWords(none: string | undefined, period: string): string {
  if (!none) return 'no data yet';
  return `${none} ${period.startsWith('last') ? 'in the ' : ''}${periodWords(period)}`.trim();
}

function trendOf(result: Result | null, currency: string): Trend | null {
  const points = (result?.rows ?? [])
    .filter((row) => row.start !== undefined && (row.dimensions.currency ?? '') === currency)
    .sort((a, b) => Date.parse(a.start ?? '') - Date.parse(b.start ?? ''))
    .map((row) => (row.value === null ? null : Number(row.value)));
  const first = points.findIndex((point) => point !== null);
  if (!result || points.filter((point) => point !== null).length < 2) return null;
  // Before the first known point there is nothing to leave room for.
  return {
    points: points.slice(first),
    shape: result.unit === 'count' || result.unit === 'money' ? 'bars' : 'line',
  };
}
