import type { Forecast } from '@tallyboard/api/deals';
import { expect, it } from 'vitest';
import { forecastText } from './forecast.js';

const stage = (name: string) => ({ pipeline: 'new', stage: name, currency: 'EUR' });
const FOUND = {
  tenant: 'acme',
  definition: 'What is open, weighed.',
  year: { from: '2025-03-03', to: '2026-03-03' },
  totals: [{ dimensions: { currency: 'EUR' }, value: '5000', weighted: '1000', deals: 1_204, unweighed: 4 }],
  stages: [
    {
      dimensions: stage('offer'),
      value: '4000',
      weighted: '1000',
      deals: 1_200,
      won: 5,
      closed: 20,
      close_rate: 0.25,
    },
    {
      dimensions: stage('new'),
      value: '1000',
      weighted: null,
      deals: 4,
      won: 0,
      closed: 0,
      close_rate: null,
    },
  ],
  freshness: { complete_to: '2026-03-02T09:00:00Z', lag_ms: 200, live: true },
} as unknown as Forecast;

it('a forecast is what it comes to, and each stage with its close rate', () => {
  const text = forecastText(FOUND);
  expect(text).toMatch(/1,204 +5,000.00 EUR +1,000.00 EUR +4/);
  expect(text).toMatch(/new +offer +1,200 +4,000.00 EUR +25.* \(5 of 20\) +1,000.00 EUR/);
  expect(text).toMatch(/new +new +4 +1,000.00 EUR +none closed +–/);
});

it('of nothing it says so', () => {
  expect(forecastText({ ...FOUND, totals: [], stages: [] })).toContain('Nothing is open that has an amount.');
});
