import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import type { Company, Rep } from '../company.js';
import { instantOf, MINUTE_MS } from '../local-day.js';
import type { Storyteller } from '../story.js';
import { tell } from '../told.js';
import { isWorkingDay, workingMoment } from '../working-hours.js';

const ABSENT = 0.06;

/** What each rep says on the phone on a working day, one call after the other. */
export const calls: Storyteller = {
  spanDays: 1,
  lasting: false,
  *storiesOf(company, office, day) {
    if (!isWorkingDay(office, day)) return;
    const closesAt = instantOf(office.zone, day, office.closes);
    for (const rep of company.reps) {
      if (rep.office !== office) continue;
      const random = new Random(company.seed, 'calls', rep.id, day);
      if (random.chance(ABSENT)) continue;
      const starts = Array.from({ length: random.poisson(rep.callsPerDay) }, () =>
        workingMoment(random, office, day),
      ).sort((a, b) => a - b);
      let free = 0;
      for (const [index, start] of starts.entries()) {
        const startedAt = Math.max(start, free);
        if (startedAt >= closesAt) break;
        const call = placeCall(company, random, rep, `C-${company.tag}-${rep.id}-${day}-${index}`, startedAt);
        free = call.occurred_at + random.whole(5_000, 40_000);
        yield [call];
      }
    }
  },
};

/** One call; it is logged when it ends. Good reps get through more often and talk longer. */
export function placeCall(
  company: Company,
  random: Random,
  rep: Rep,
  id: string,
  startedAt: number,
): CrmEvent {
  const direction = random.chance(rep.role === 'service' ? 0.7 : 0.15) ? 'inbound' : 'outbound';
  const reached = direction === 'inbound' ? 0.94 : Math.min(0.75, 0.42 * rep.skill);
  const outcome = random.chance(reached)
    ? 'connected'
    : random.weighted(['voicemail', 'no_answer', 'busy', 'failed'] as const, (how) =>
        how === 'no_answer' ? 5 : how === 'voicemail' ? 4 : how === 'busy' ? 2 : 0.3,
      );
  const durationMs =
    outcome === 'connected'
      ? Math.round(Math.min(70 * MINUTE_MS, random.around(2.6 * MINUTE_MS * Math.sqrt(rep.skill), 0.9)))
      : 0;
  const ringingMs = random.whole(3_000, 25_000);
  const account = random.chance(0.55) ? customerOn(company, rep.office, startedAt, random) : null;
  return tell(company, 'call.logged', `phone/${rep.office.id}`, id, startedAt + ringingMs + durationMs, {
    call_id: id,
    started_at: startedAt,
    rep_id: rep.id,
    direction,
    outcome,
    duration_ms: durationMs,
    channel: random.chance(0.12) ? 'video' : 'phone',
    account_id: account?.id ?? null,
  });
}
