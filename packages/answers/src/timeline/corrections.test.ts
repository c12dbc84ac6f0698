import { describe, expect, it } from 'vitest';
import { correctionsOf } from './corrections.js';

const said = (event_id: string, type: string, data: Record<string, unknown>, source = 'crm') => ({
  ...{ event_id, type, source },
  data: { deal_id: 'D-1', ...data },
});

describe('which event corrected which', () => {
  it('is told of each attribute that an amendment changes or clears, by what was last said of it', () => {
    const [opened, first, second] = correctionsOf(
      [
        said('e-1', 'deal.opened', { amount: '100', product: 'Rack' }),
        said('e-2', 'deal.amended', { amount: '120', product: 'Rack', source_version: 7 }),
        said('e-3', 'deal.amended', { amount: '130', cleared: ['product'], lead_source: 'fair' }),
      ],
      'deal_id',
    );
    expect(opened).toEqual({
      ...{ changes: [], corrects: null },
      corrected_by: [{ how: 'amended', source: 'crm', event_id: 'e-2' }],
    });
    const by = (event_id: string) => ({ source: 'crm', event_id });
    expect(first!.changes).toEqual([{ field: 'amount', was: '100', now: '120', said_by: by('e-1') }]);
    // The product was said again, and nothing was known of where it came from.
    expect(second!.changes).toEqual([
      { field: 'amount', was: '120', now: '130', said_by: by('e-2') },
      { field: 'product', was: 'Rack', now: null, said_by: by('e-2') },
    ]);
  });

  it('is told by the ids that events name, of their own source unless they say another', () => {
    const [mine, other, replacing, retracting] = correctionsOf(
      [
        said('e-1', 'account.churned', {}),
        said('e-1', 'account.churned', {}, 'erp'),
        said('e-2', 'account.churned', { replaces: 'e-1' }),
        said('e-3', 'account.amended', { retracts: 'e-1', retracts_source: 'erp' }),
      ],
      'account_id',
    );
    expect(replacing!.corrects).toEqual({ how: 'replaces', source: 'crm', event_id: 'e-1' });
    expect(mine!.corrected_by).toEqual([{ how: 'replaced', source: 'crm', event_id: 'e-2' }]);
    expect(retracting!.corrects).toEqual({ how: 'retracts', source: 'erp', event_id: 'e-1' });
    expect(other!.corrected_by).toEqual([{ how: 'retracted', source: 'crm', event_id: 'e-3' }]);
  });

  it('is nothing where things go on: a later event of another kind corrects none', () => {
    const found = correctionsOf(
      [said('e-1', 'deal.opened', { amount: '100' }), said('e-2', 'deal.closed', { amount: '90' })],
      'deal_id',
    );
    expect(found.every(({ changes, corrected_by }) => changes.length + corrected_by.length === 0)).toBe(true);
  });
});
