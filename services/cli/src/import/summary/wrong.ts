import type { DataQuality, Problem } from '@tallyboard/api/query';
import { jsonOf, refusedQuestion, request } from '../../http.js';
import { otherTenant } from '../../query/service.js';
import { type Asking, type Known, sentenceOf } from './numbers.js';
import type { CoveredPeriod } from './period.js';

const PATIENCE_MS = 15_000;

/** What these sources have sent of a period and looks wrong. */
export async function wrongIn(
  { query, tenant }: Pick<Asking, 'query' | 'tenant'>,
  sources: readonly string[],
  { from, to, tz }: CoveredPeriod,
  patienceMs = PATIENCE_MS,
): Promise<Known<Problem[]>> {
  const within = AbortSignal.timeout(patienceMs);
  try {
    const asked = new URLSearchParams({ from, to, tz });
    const answer = await request(query, `/v1/data-quality?${asked}`, { signal: within });
    if (answer.status !== 200) throw refusedQuestion(query, answer);
    const found = jsonOf<DataQuality>(query, answer);
    if (found.tenant !== tenant) throw otherTenant(tenant, found.tenant, query);
    return { told: found.problems.filter((each) => sources.includes(each.source)) };
  } catch (error) {
    return { unknown: sentenceOf(error, within, 'The events of that time took') };
  }
}
