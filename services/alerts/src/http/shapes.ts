import type { Transition } from '@tallyboard/alerting/alert';
import type * as Api from '@tallyboard/api/alerts';
import type { Failed, Pending } from '../delivery/lane.js';
import type { AlertBook, Silenced, Standing } from '../log/alert-book.js';
import { iso, judgementShown } from '../message/in-iso.js';

const stepShown = ({ id, state, at, judgement, learnt_late, corrects }: Transition): Api.AlertStep => ({
  id,
  state,
  at: iso(at),
  judgement: judgementShown(judgement),
  learnt_late,
  ...(corrects === undefined ? {} : { corrects }),
});

/** An alert as the API shows it; `nowSeconds`: for silences. */
export function alertShown(
  { steps, acknowledged }: Standing,
  book: AlertBook,
  nowSeconds: number,
  withSteps = false,
): Api.Alert {
  const last = steps.at(-1)!;
  const fired = steps.findLast(({ state }) => state === 'firing');
  const isFiring = last.state === 'firing';
  const isEnded = last.state === 'resolved' || last.state === 'withdrawn' || last.state === 'inactive';
  const silence = isFiring ? book.silenceOf(last, nowSeconds) : null;
  // What it was about is what it fired by, once it is over.
  const { judgement } = isEnded && fired ? fired : last;
  return {
    id: last.alert,
    rule: last.rule,
    title: last.title,
    severity: last.severity,
    metric: last.metric,
    unit: last.unit,
    group: { ...last.group },
    labels: { ...last.labels },
    state: !isFiring ? last.state : silence ? 'silenced' : acknowledged ? 'acknowledged' : 'firing',
    since: iso(last.since),
    fired_at: fired ? iso(fired.at) : null,
    ended_at: isEnded ? endedAt(last, book) : null,
    judgement: judgementShown(judgement),
    words: last.words,
    contributions: [...last.contributions],
    learnt_late: steps.some(({ learnt_late }) => learnt_late),
    is_history: fired?.is_history ?? last.is_history,
    ...(acknowledged
      ? {
          acknowledged: {
            by: acknowledged.by,
            at: new Date(acknowledged.atMs).toISOString(),
            ...(acknowledged.note === undefined ? {} : { note: acknowledged.note }),
          },
        }
      : {}),
    ...(silence ? { silenced_until: iso(silence.to) } : {}),
    ...(withSteps ? { steps: steps.map(stepShown) } : {}),
  };
}

/** A withdrawal is about the instant that had fired; it ended the alert when it was said. */
function endedAt(last: Transition, book: AlertBook): string {
  const saidMs = last.state === 'withdrawn' ? book.saidAt(last) : null;
  return iso(saidMs === null ? last.at : Math.floor(saidMs / 1_000));
}

export const deliveryShown = ({
  receiver,
  notification,
  sinceMs,
  attempts,
  lastError,
  ...rest
}: Pending | Failed): Api.Delivery => ({
  receiver,
  notification,
  since: new Date(sinceMs).toISOString(),
  attempts,
  last_error: lastError,
  next_attempt: 'nextMs' in rest && rest.nextMs !== null ? new Date(rest.nextMs).toISOString() : null,
});

export const silenceShown = ({
  silence,
  from,
  to,
  rule,
  group,
  by,
  note,
}: Omit<Silenced, 'isUsed'>): Api.Silence => ({
  id: silence,
  from: iso(from),
  to: iso(to),
  by,
  ...(rule === undefined ? {} : { rule }),
  ...(group === undefined ? {} : { group: { ...group } }),
  ...(note === undefined ? {} : { note }),
});
