import type { SaidOf } from '@tallyboard/contracts/erasure';
import { binOf } from '../histogram.js';
import { key, type Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type CallEvent = SaidOf<'call'>;

export class CallStatement extends Statement<CallEvent['type']> {
  readonly startedAt: number;
  readonly rep: string | null;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly durationMs: number | null;
  readonly channel: string | null;

  constructor(event: CallEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'call.removed' ? null : event;
    this.startedAt = event.started_at;
    this.rep = keep(said?.rep_id ?? null);
    this.direction = said?.direction ?? null;
    this.outcome = said?.outcome ?? null;
    this.durationMs = said?.duration_ms ?? null;
    this.channel = keep(said?.channel ?? null);
  }
}

/** Posts a call, given any of its statements: at its start, unless it was removed or never logged. Legs are one call. */
export function foldCall(first: CallStatement, post: Post): void {
  const said = inOrder(first);
  const decisive = said.findLast(({ type }) => type !== 'call.amended');
  if (decisive?.type !== 'call.logged') return;

  const answered = answeredLeg(said.filter(({ type }) => type === 'call.logged'));
  const statements = said.filter((one) => one === answered || one.type === 'call.amended');

  const outcome = lastKnown(statements, (said) => said.outcome, 'outcome') ?? '';
  const durationMs = lastKnown(statements, (said) => said.durationMs, 'duration_ms') ?? 0;
  const calls = 1;
  post({
    at: first.startedAt,
    asOf: first.startedAt,
    rep: lastKnown(statements, (said) => said.rep, 'rep_id') ?? '',
    dimensions: [
      lastKnown(statements, (said) => said.direction, 'direction') ?? '',
      outcome,
      lastKnown(statements, (said) => said.channel, 'channel') ?? '',
    ],
    measures:
      outcome === 'connected' ? { calls, talk_ms: durationMs, talk_hist: key(binOf(durationMs)) } : { calls },
  });
}

/** A leg is what was logged last of a rep's phone. Of these the one that was answered is the call, else the last. */
function answeredLeg(ascending: readonly CallStatement[]): CallStatement {
  const legs = ascending.filter(({ rep }, i) => !ascending.slice(i + 1).some((later) => later.rep === rep));
  return legs.findLast(({ outcome }) => outcome === 'connected') ?? legs.at(-1)!;
}
