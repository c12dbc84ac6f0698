import {
  accountMerged,
  answered,
  becameCustomer,
  call,
  callAmended,
  churned,
  dealAmended,
  dealOpened,
  dealWon,
  erased,
  orderPlaced,
  rep,
} from '../given.js';
import { MARCH, type Scenario } from '../scenario.js';

export const erasure: readonly Scenario[] = [
  {
    name: 'Who is erased counts nowhere, whatever was said before and whatever is said afterwards',
    given: [
      dealOpened('kept', '2026-03-02T09:00Z'),
      dealWon('kept', '2026-03-05T09:00Z', 100),
      dealOpened('gone', '2026-03-02T10:00Z'),
      dealWon('gone', '2026-03-05T10:00Z', 900),
      erased('deal', 'gone', '2026-03-06T09:00Z'),
      dealAmended('gone', '2026-03-07T09:00Z', { amount: '950', currency: 'EUR' }),
      dealOpened('gone', '2026-03-08T10:00Z'),
      orderPlaced('gone', '2026-03-02T10:00Z', [['bolt', 3, '30.00']]),
      orderPlaced('gone', '2026-03-09T10:00Z', [['bolt', 4, '40.00']]),
      orderPlaced('kept', '2026-03-02T10:00Z', [['bolt', 5, '50.00']]),
      erased('order', 'gone', '2026-03-06T09:00Z'),
      answered('gone', '2026-03-02T10:00Z', 'nps', 1),
      answered('kept', '2026-03-02T10:00Z', 'nps', 10),
      erased('survey', 'gone', '2026-03-06T09:00Z'),
    ],
    expect: {
      [`deals_opened?${MARCH}`]: { value: 1 },
      [`revenue_won?${MARCH}`]: { value: '100', currency: 'EUR', n: 1 },
      [`orders?${MARCH}`]: { value: 1 },
      [`units?${MARCH}`]: { value: 5 },
      [`nps?${MARCH}`]: { value: 100, n: 1 },
    },
  },
  {
    name: 'A merged account that is erased takes its spell along, and a survivor all that was merged into it',
    given: [
      becameCustomer('old', '2026-01-05T09:00Z'),
      becameCustomer('new', '2026-03-05T09:00Z'),
      accountMerged('old', '2026-03-06T09:00Z', 'new'),
      erased('account', 'old', '2026-03-07T09:00Z'),
      becameCustomer('into', '2026-02-05T09:00Z'),
      accountMerged('into', '2026-03-06T09:00Z', 'gone'),
      becameCustomer('gone', '2026-02-05T09:00Z'),
      churned('gone', '2026-03-20T09:00Z'),
      erased('account', 'gone', '2026-03-07T09:00Z'),
    ],
    expect: {
      [`customers_at_start?${MARCH}`]: { value: 0 },
      [`customers_gained?${MARCH}`]: { value: 1 },
      [`customers_lost?${MARCH}`]: { value: 0 },
      [`customers_at_end?${MARCH}`]: { value: 1 },
    },
  },
  {
    name: 'A rep who is erased loses the name; what was done counts for the office and team as before',
    given: [
      rep('ann', 'berlin', 'hunters'),
      call('C-1', '2026-03-02T09:00Z', 'ann', 60),
      call('C-2', '2026-03-03T09:00Z', 'ann', 60),
      erased('rep', 'ann', '2026-03-06T09:00Z'),
      erased('call', 'C-2', '2026-03-06T09:00Z'),
      callAmended('C-2', '2026-03-03T09:00Z', '2026-03-09T09:00Z', { outcome: 'busy' }),
    ],
    expect: {
      [`calls?${MARCH}&by=office`]: { office: 'berlin', value: 1 },
      [`calls?${MARCH}&by=rep`]: { rep: 'ann', value: 1 },
    },
  },
];
