import type { AccountThen } from './about.js';
import { type AccountStatement, accountMergedInto } from './folds/customer.js';
import { survivorOf } from './merges.js';
import { assignmentAt } from './owners.js';
import { clears, inOrder } from './statement.js';

/** Prepares the lookup, given any statement of each account. */
export function accountsThen(accounts: ReadonlyMap<string, AccountStatement>): AccountThen {
  const merges = new Map<string, string>();
  for (const [account, first] of accounts) {
    const into = accountMergedInto(first);
    if (into !== null) merges.set(account, into);
  }
  const known = new Map<string, ReturnType<typeof describedAt>>();
  return (account, instantMs) => {
    const survivor = survivorOf(account, merges);
    // Where nothing is said of the survivor its own hold.
    const holds = survivor !== null && accounts.has(survivor) ? survivor : account;
    const first = accounts.get(holds);
    if (first === undefined) return NOTHING;
    let at = known.get(holds);
    if (at === undefined) {
      at = describedAt(first);
      known.set(holds, at);
    }
    return at(instantMs);
  };
}

const NOTHING = { segment: '', region: '' };

function describedAt(first: AccountStatement) {
  const statements = inOrder(first);
  const at = (field: 'segment' | 'region') => {
    const said = statements.filter((each) => each[field] !== null || clears(each, field));
    const holding = assignmentAt(said, ({ occurredAt }) => occurredAt);
    return (instantMs: number) => holding(instantMs)?.[field] ?? '';
  };
  const [segment, region] = [at('segment'), at('region')];
  return (instantMs: number) => ({ segment: segment(instantMs), region: region(instantMs) });
}
