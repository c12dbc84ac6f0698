import { check } from '@tallyboard/contracts/validate';
import { expect, it } from 'vitest';
import { createRates } from './rates.js';

type Told = [pair: string, day: string, rate: string | null, version: number];

function worthOf(...told: Told[]) {
  const rates = createRates();
  for (const [rate_id, effective_from, rate, source_version] of told) {
    const common = {
      event_id: `e-${source_version}`,
      source: 's',
      tenant: 't',
      occurred_at: '2026-03-01T00:00Z',
    };
    const said = rate === null ? { removed_at: '2026-03-01T00:00Z' } : { rate };
    const type = rate === null ? 'rate.removed' : 'rate.updated';
    const checked = check(type, { ...common, source_version, rate_id, effective_from, ...said });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const { event } = checked;
    if (event.type === 'rate.updated' || event.type === 'rate.removed') rates.add(event, 1);
  }
  return (currency: string, target: string, day: string) => {
    const worth = rates.worthOf('t')(currency, target, day);
    return worth === null ? null : Number(worth) / 1e12;
  };
}

it('a rate holds from its day until the next, the highest statement of a day holds, and a removed one is none', () => {
  const of = worthOf(
    ['EUR/USD', '2026-03-09', '9', 5],
    ['EUR/USD', '2026-03-02', '1.25', 1],
    ['EUR/USD', '2026-03-09', '1.6', 6],
    ['EUR/USD', '2026-03-11', '8', 7],
    ['EUR/USD', '2026-03-11', null, 8],
  );
  expect(
    ['2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09', '2026-03-12'].map((day) =>
      of('EUR', 'USD', day),
    ),
  ).toEqual([null, 1.25, 1.25, 1.6, 1.6]);
  expect(of('USD', 'EUR', '2026-03-08')).toBe(0.8);
});

it('without a rate of the pair the inverse holds, without that the first base of both', () => {
  const of = worthOf(
    ['EUR/JPY', '2026-03-01', '160', 1],
    ['EUR/KWD', '2026-03-01', '0.32', 2],
    ['USD/JPY', '2026-03-01', '150', 3],
    ['USD/KWD', '2026-03-01', '0.31', 4],
  );
  expect(of('JPY', 'KWD', '2026-03-01')).toBe(0.002);
  expect(of('JPY', 'EUR', '2026-03-01')).toBe(0.00625);
  expect(of('EUR', 'USD', '2026-03-01')).toBeNull();
  expect(of('EUR', 'EUR', '1999-01-01')).toBe(1);
});
