import { expect, it } from 'vitest';
import { riskTile } from './tile.js';
import type { AtRisk } from './watch.js';

const AT_RISK: AtRisk = {
  ...{ open: 42, at_risk: 17, reasons: { quiet: 5, overdue: 12, slow: 0 } },
  worth: [{ currency: 'EUR', amount: '412000', deals: 15 }],
};

it('deals at risk are told by how many there are, why, and what is at stake', () => {
  const { value, reasons, of, basis } = riskTile(AT_RISK);
  expect(value.text).toBe('17');
  expect(reasons.map((each) => `${each.value.text} ${each.words}`)).toEqual(['12 overdue', '5 quiet']);
  expect([of, basis]).toEqual(['of 42 open', '€412K at stake']);
});

it('amounts of several currencies are not added, and of none at risk none are at stake', () => {
  const worth = [...AT_RISK.worth, { currency: 'USD', amount: '1', deals: 1 }];
  expect(riskTile({ ...AT_RISK, worth }).basis).toBe('');
  expect(riskTile({ ...AT_RISK, open: 0, at_risk: 0, worth: [] })).toMatchObject({
    of: 'none open',
    basis: '',
  });
});
