import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { About } from '../about.js';
import { parse } from '../decimal.js';
import { binOf } from '../histogram.js';
import { assignmentAt, type OwnerAt, ownersOf } from '../owners.js';
import { partsOf } from '../parts.js';
import { key, type Measures, type Post, secondsOf } from '../posting.js';
import { compareEvents } from '../rank.js';
import { clears, inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type DealEvent = SaidOf<'deal'>;
type Status = 'won' | 'lost' | 'open';

export class DealStatement extends Statement<DealEvent['type']> {
  readonly status: Status | null;
  readonly openedAt: number | null;
  readonly closedAt: number | null;
  readonly rep: string | null;
  readonly effectiveAt: number;
  readonly pipeline: string | null;
  readonly stage: string | null;
  /** From when on it is in `stage`; of an opening, from the beginning. */
  readonly stageAt: number;
  readonly product: string | null;
  readonly leadSource: string | null;
  readonly campaign: string | null;
  readonly lead: string | null;
  readonly amount: string | null;
  readonly currency: string | null;

  constructor(event: DealEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const described = event.type === 'deal.opened' || event.type === 'deal.amended' ? event : null;
    const priced = event.type === 'deal.closed' ? event : described;
    this.status =
      event.type === 'deal.closed' ? event.outcome : event.type === 'deal.reopened' ? 'open' : null;
    this.openedAt = described?.opened_at ?? null;
    this.closedAt = event.type === 'deal.closed' || event.type === 'deal.amended' ? event.closed_at : null;
    this.rep = keep(priced?.rep_id ?? null);
    this.effectiveAt = (event.type === 'deal.amended' ? event.effective_at : null) ?? event.occurred_at;
    this.pipeline = keep(described?.pipeline ?? null);
    this.stage = keep('stage' in event ? event.stage : null);
    this.stageAt = stageAtOf(event);
    this.product = keep(described?.product ?? null);
    this.leadSource = keep(described?.lead_source ?? null);
    this.campaign = keep(described?.campaign_id ?? null);
    this.lead = keep(described?.lead_id ?? null);
    this.amount = priced?.amount ?? null;
    this.currency = keep(priced?.currency ?? null);
  }
}

function stageAtOf(event: DealEvent): number {
  switch (event.type) {
    case 'deal.opened':
      return Number.NEGATIVE_INFINITY;
    case 'deal.stage_changed':
      return event.changed_at;
    case 'deal.reopened':
      return event.reopened_at;
    default:
      return event.occurred_at;
  }
}

/**
 * Posts a deal, given any of its statements: where it was opened, where it entered and left stages, and if it is closed
 * now where it closed; and if it was won, for the campaigns that it is credited to.
 */
export function foldDeal(
  first: DealStatement,
  post: Post,
  _: readonly DealStatement[],
  { id, crediting }: About,
): void {
  const statements = inOrder(first);
  const decisive = statements.findLast(({ type }) => type === 'deal.opened' || type === 'deal.removed');
  if (decisive?.type === 'deal.removed') return;

  const ownerAt = ownersOf(statements);
  const pipeline = lastKnown(statements, (said) => said.pipeline, 'pipeline') ?? '';
  const product = lastKnown(statements, (said) => said.product, 'product') ?? '';
  const leadSource = lastKnown(statements, (said) => said.leadSource, 'lead_source') ?? '';
  const name = lastKnown(statements, (said) => said.campaign, 'campaign_id') ?? '';
  const currency = lastKnown(statements, (said) => said.currency, 'currency') ?? '';
  const of = (stage: string, campaign: string) => [pipeline, stage, product, leadSource, campaign, currency];
  const inStage = (stage: string) => of(stage, crediting.named(name));
  const openedAt = lastKnown(statements, (said) => said.openedAt);
  const amount = lastKnown(statements, (said) => said.amount, 'amount');
  const closing = closingOf(statements, ownerAt);
  const stages = new Set<string>();
  if (openedAt !== null) {
    const ofOpening = { asOf: openedAt, rep: ownerAt(openedAt) };
    post({ at: openedAt, ...ofOpening, dimensions: inStage(''), measures: { opened: 1 } });
    const endedAt = closing === null ? null : Math.max(openedAt, closing.closedAt);
    for (const { stage, from, to } of staysOf(statements, openedAt, endedAt)) {
      stages.add(stage);
      const dimensions = inStage(stage);
      const since = to === null && { stage_since: key(secondsOf(from)) };
      post({ at: from, ...ofOpening, dimensions, measures: { ...moved('entered', amount), ...since } });
      if (to === null) continue;
      const isLost = to === endedAt && closing?.status === 'lost';
      const stayed = {
        stage_advanced: isLost ? 0 : 1,
        stage_ms: to - from,
        stage_hist: key(binOf(to - from)),
      };
      post({ at: to, ...ofOpening, dimensions, measures: { ...moved('left', amount), ...stayed } });
    }
  }
  if (closing === null) return;
  const { status, closedAt, rep } = closing;
  const measures = status === 'won' ? { ...won(amount), ...cycle(openedAt, closedAt) } : lost(amount);
  post({ at: closedAt, asOf: closedAt, rep, dimensions: inStage(''), measures });
  for (const stage of stages)
    post({
      at: closedAt,
      asOf: closedAt,
      rep,
      dimensions: inStage(stage),
      measures: { [`stage_${status}`]: 1 },
    });

  const lead = lastKnown(statements, (said) => said.lead, 'lead_id') ?? '';
  const credits = status === 'won' && amount !== null ? crediting.ofDeal(id, lead, name, closedAt) : null;
  if (!credits) return;
  const postOf = (campaign: string, measures: Measures) =>
    post({ at: closedAt, asOf: closedAt, rep, dimensions: of('', campaign), measures });
  const whole = parse(amount!);
  postOf(credits.first, { first_amount: whole, first_priced: 1 });
  postOf(credits.last, { last_amount: whole, last_priced: 1 });
  partsOf(whole, credits.linear.length).forEach((part, i) => {
    postOf(credits.linear[i]!, { linear_amount: part, linear_touches: 1 });
  });
}

/**
 * How and when a closed deal closed; null while it is open. The time is that of the first of the unbroken run of
 * statements that say the same, so winning a won deal again keeps its close time, unless it was amended since. Credited is
 * who that run names last, else who owned it when it closed.
 */
function closingOf(
  statements: readonly DealStatement[],
  ownerAt: OwnerAt,
): { status: 'won' | 'lost'; closedAt: number; rep: string } | null {
  const turns = statements.filter(({ status }) => status !== null);
  const status = turns.at(-1)?.status ?? 'open';
  if (status === 'open') return null;

  const run = turns.slice(turns.findLastIndex((turn) => turn.status !== status) + 1);
  const start = run[0]!;
  const amendment = statements.findLast(({ type, closedAt }) => type === 'deal.amended' && closedAt !== null);
  const decisive = amendment !== undefined && compareEvents(amendment, start) > 0 ? amendment : start;
  const closedAt = decisive.closedAt!;
  return { status, closedAt, rep: run.findLast(({ rep }) => rep !== null)?.rep ?? ownerAt(closedAt) };
}

interface Stay {
  stage: string;
  from: number;
  /** Null: it is there still. */
  to: number | null;
}

/** The stages that it went through while it was open, one after the other. A stage is by assignment, as the owner is. */
function staysOf(ascending: readonly DealStatement[], openedAt: number, endedAt: number | null): Stay[] {
  const end = endedAt ?? Number.POSITIVE_INFINITY;
  if (end <= openedAt) return [];
  const said = ascending.filter((each) => each.stage !== null || clears(each, 'stage'));
  const saidAt = assignmentAt(said, ({ stageAt }) => stageAt);
  const later = said.map(({ stageAt }) => stageAt).filter((at) => at > openedAt && at < end);
  return [...new Set([openedAt, ...later])]
    .sort((left, right) => left - right)
    .map((from) => ({ from, stage: saidAt(from)?.stage ?? '' }))
    .filter(({ stage }, i, all) => stage !== all[i - 1]?.stage)
    .map((stay, i, kept) => ({ ...stay, to: kept[i + 1]?.from ?? endedAt }));
}

function moved(how: 'entered' | 'left', amount: string | null): Measures {
  return {
    [`stage_${how}`]: 1,
    ...(amount !== null && { [`stage_${how}_priced`]: 1, [`stage_${how}_amount`]: parse(amount) }),
  };
}

function won(amount: string | null): Measures {
  return amount === null ? { won: 1 } : { won: 1, won_priced: 1, won_amount: parse(amount) };
}

function lost(amount: string | null): Measures {
  return amount === null ? { lost: 1 } : { lost: 1, lost_priced: 1, lost_amount: parse(amount) };
}

const DAY_MS = 86_400_000;

/** Closed up to a day before it was opened is a date without a time: on the same day. Before that it is a mistake. */
function cycle(openedAt: number | null, closedAt: number): Measures {
  if (openedAt === null || closedAt < openedAt - DAY_MS) return {};
  const cycleMs = Math.max(0, closedAt - openedAt);
  return { cycle_count: 1, cycle_ms: cycleMs, cycle_hist: key(binOf(cycleMs)) };
}
