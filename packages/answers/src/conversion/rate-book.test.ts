import { describe, expect, it } from 'vitest';
import { divided, type Rate, RateBook } from './rate-book.js';

const rate = (pair: string, from: string, units: string): Rate => {
  const [base, quote] = pair.split('/') as [string, string];
  const [whole, fraction = ''] = units.split('.') as [string, string?];
  return { base, quote, from, until: '2299-12-31', rate: BigInt(whole + fraction.padEnd(12, '0')) };
};
const book = new RateBook(
  [
    rate('EUR/USD', '2026-03-02', '1.25'),
    rate('EUR/USD', '2026-03-06', '1.2'),
    rate('EUR/GBP', '2026-03-02', '0.8'),
    rate('EUR/JPY', '2026-03-02', '160'),
    rate('CHF/GBP', '2026-03-04', '0.9'),
    rate('GBP/USD', '2026-03-05', '1.5'),
    rate('AUD/GBP', '2026-03-03', '0.5'),
    rate('AUD/JPY', '2026-03-03', '90'),
  ],
  'USD',
);
const worth = (currency: string, day: string, of = book) => {
  const found = of.worthOf(currency, day);
  return (
    found && [found.how, found.rate, ...found.of.map(({ base, quote, from }) => `${base}/${quote} ${from}`)]
  );
};

describe('what a currency is worth', () => {
  it('is what was told last, also on days of which nothing was told', () => {
    expect(worth('EUR', '2026-03-02')).toEqual(['told', 1_250_000_000_000n, 'EUR/USD 2026-03-02']);
    expect(worth('EUR', '2026-03-05')).toEqual(['told', 1_250_000_000_000n, 'EUR/USD 2026-03-02']);
    // A Sunday.
    expect(worth('EUR', '2026-03-08')).toEqual(['told', 1_200_000_000_000n, 'EUR/USD 2026-03-06']);
    expect(worth('EUR', '2026-03-01')).toBeNull();
  });

  it('is the inverse where only that was told, to twelve places', () => {
    const toEuro = new RateBook([rate('EUR/JPY', '2026-03-02', '163')], 'EUR');
    expect(worth('JPY', '2026-03-03', toEuro)).toEqual(['inverse', 6_134_969_325n, 'EUR/JPY 2026-03-02']);
  });

  it('is what both are worth of one base where neither was told', () => {
    expect(worth('JPY', '2026-03-06')).toEqual([
      ...['cross', 7_500_000_000n],
      ...['EUR/JPY 2026-03-02', 'EUR/USD 2026-03-06'],
    ]);
    // 1.25 ÷ 0.8, until the pair itself is told.
    expect(worth('GBP', '2026-03-04')).toMatchObject(['cross', 1_562_500_000_000n, {}, {}]);
    expect(worth('GBP', '2026-03-05')).toEqual(['told', 1_500_000_000_000n, 'GBP/USD 2026-03-05']);
  });

  it('goes by the first common base where there are several, and through no second one', () => {
    const toYen = new RateBook(
      [
        rate('EUR/GBP', '2026-03-02', '0.8'),
        rate('EUR/JPY', '2026-03-02', '160'),
        rate('AUD/GBP', '2026-03-03', '0.5'),
        rate('AUD/JPY', '2026-03-03', '90'),
        rate('CHF/GBP', '2026-03-02', '0.9'),
      ],
      'JPY',
    );
    expect(worth('GBP', '2026-03-02', toYen)).toMatchObject(['cross', 200_000_000_000_000n, {}, {}]);
    expect(worth('GBP', '2026-03-03', toYen)).toMatchObject(['cross', 180_000_000_000_000n, {}, {}]);
    expect(worth('CHF', '2026-03-03', toYen)).toBeNull();
  });
});

it('a quotient is the nearest whole number, halves away from 0', () => {
  expect([5n, -5n, 7n, -7n, 4n].map((each) => divided(each, 2n))).toEqual([3n, -3n, 4n, -4n, 2n]);
  expect([1n, -1n, 2n].map((each) => divided(each, 3n))).toEqual([0n, -0n, 1n]);
});
