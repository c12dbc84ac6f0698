import { describe, expect, it } from 'vitest';
import { accountsOf } from '../accounts.js';
import { createCompany } from '../company.js';
import { FOUNDED_DAY } from '../story.js';
import { secondRecords } from './second-records.js';

const company = createCompany(3);
const DAYS = Array.from({ length: 500 }, (_, i) => FOUNDED_DAY + i);
const accounts = DAYS.flatMap((day) => company.offices.flatMap((office) => accountsOf(company, office, day)));
const stories = DAYS.flatMap((day) =>
  company.offices.flatMap((office) => [...secondRecords.storiesOf(company, office, day)]),
);

describe('accounts that are entered twice', () => {
  it('are three in a hundred, some of them as customers', () => {
    expect(stories.length / accounts.length).toBeGreaterThan(0.02);
    expect(stories.length / accounts.length).toBeLessThan(0.04);
    const customers = stories.filter((events) =>
      events.some(({ type }) => type === 'account.became_customer'),
    );
    expect(customers.length).toBeGreaterThan(10);
  });

  it('are merged into those that they repeat, once nothing else happens to them', () => {
    const ids = new Set(accounts.map(({ id }) => id));
    for (const events of stories) {
      const last = events.at(-1)!;
      expect(last.type).toBe('account.removed');
      if (last.type !== 'account.removed') continue;
      expect(ids).toContain(last.merged_into);
      expect(ids).not.toContain(last.account_id);
      expect(events.every(({ occurred_at }) => occurred_at <= last.removed_at)).toBe(true);
    }
  });
});
