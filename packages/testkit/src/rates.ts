import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { Random } from '@tallyboard/runtime/random';

const TENANTS = ['acme', 'Ünïon 東京'];
const PAIRS = ['EUR/USD', 'USD/EUR', 'GBP/USD', 'GBP/EUR', 'EUR/JPY', 'USD/JPY'];
const DAYS = ['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-04-02'];
const RATES = ['1.0832', '0.923', '1.5', '0.000000000001', '162.503', '7.77', '1'];

/**
 * Random exchange rates of the tenants of a random history, told again, corrected and removed: of every currency that occurs
 * in it there is always one. The same seed and size give the same events.
 */
export function randomRates(seed: number, size: number): CrmEvent[] {
  const random = new Random('rates', seed);
  const events = TENANTS.flatMap((tenant, n) => [
    // In one tenant the pair itself, in the other what both are worth of a third.
    ...(n === 0 ? ['EUR/USD'] : ['GBP/USD', 'GBP/EUR']).map((pair) =>
      made('rate.updated', {
        ...{ tenant, source: 'ecb', event_id: `always-${pair}`, occurred_at: Date.UTC(1980, 0, 1) },
        ...{ rate_id: pair, effective_from: '1900-01-01', rate: random.pick(RATES) },
      }),
    ),
  ]);
  while (events.length < size) {
    const at = Date.UTC(2026, 2, 26) + random.whole(0, 9) * 86_400_000;
    const isRemoved = random.chance(0.25);
    events.push(
      made(isRemoved ? 'rate.removed' : 'rate.updated', {
        tenant: random.pick(TENANTS),
        source: random.pick(['ecb', 'treasury']),
        event_id: String(random.whole(0, size)),
        occurred_at: at,
        ...(random.chance(0.3) ? { source_version: random.whole(0, 3) } : {}),
        rate_id: random.pick(PAIRS),
        effective_from: random.pick(DAYS),
        ...(isRemoved ? { removed_at: at } : { rate: random.pick(RATES) }),
      }),
    );
  }
  return events;
}

function made(type: CrmEvent['type'], data: Record<string, unknown>): CrmEvent {
  const checked = check(type, data);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}
