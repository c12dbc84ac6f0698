const LONGEST_BACKTEST = 800 * 86_400;

/** As a request names a span: instants in ISO 8601. */
export interface AskedSpan {
  from?: string;
  to?: string;
}

/** A span in epoch seconds, or what is wrong with the one asked for. */
export function spanOf(
  { from, to }: AskedSpan,
  otherwise: { from: number; to: number },
): { from: number; to: number } | string {
  const span = {
    from: from === undefined ? otherwise.from : Math.floor(Date.parse(from) / 1_000),
    to: to === undefined ? otherwise.to : Math.floor(Date.parse(to) / 1_000),
  };
  if (!Number.isFinite(span.from) || !Number.isFinite(span.to))
    return 'from and to want instants, as in 2026-03-02T00:00:00Z';
  if (span.to <= span.from) return 'to must be after from';
  if (span.to - span.from > LONGEST_BACKTEST) return 'at most 800 days at once';
  return span;
}
