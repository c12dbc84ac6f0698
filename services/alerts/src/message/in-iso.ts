import type { Judgement } from '@tallyboard/alerting/alert';
import type * as Api from '@tallyboard/api/alerts';

/** An instant as the API and messages to programs write it: `2026-03-02T11:00:00Z`. */
export const iso = (epochSeconds: number): string =>
  new Date(epochSeconds * 1_000).toISOString().replace('.000Z', 'Z');

export const judgementShown = ({ from, to, ...rest }: Judgement): Api.Judgement => ({
  ...rest,
  from: iso(from),
  to: iso(to),
});
