import { type Extent, isOpen } from '@tallyboard/calendar/periods';
import { factsOf } from '@tallyboard/metrics/formula';
import type { Answering } from './answering.js';
import { extentSql } from './cells/cells-sql.js';
import { type AskedPeriod, askedPeriod } from './question/asked-period.js';
import type { MetricRequest } from './question/metric-request.js';
import type { Refusal } from './refusal.js';

/** The question's span as of now; asks for the extent of the data when the span depends on it. */
export async function periodOf(
  { database, reference, now }: Answering,
  tenant: string,
  request: MetricRequest,
): Promise<AskedPeriod | Refusal> {
  const { metric, period } = request;
  const offices = (await reference(tenant)).offices.values();
  if (!isOpen(period.span)) return askedPeriod(request, now(), null, offices);
  const extents = await Promise.all(
    factsOf(metric.formula).map(async (fact) => {
      const { sql, params } = extentSql(fact, tenant);
      const [row] = await database.rows<Extent & { cells: number }>(sql, params);
      return row && row.cells > 0 ? [row] : [];
    }),
  );
  const all = extents.flat();
  const extent = {
    first: Math.min(...all.map(({ first }) => first)),
    last: Math.max(...all.map(({ last }) => last)),
  };
  return askedPeriod(request, now(), all.length === 0 ? null : extent, offices);
}
