import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { Random } from '@tallyboard/runtime/random';

const TENANTS = ['acme', 'Ünïon 東京'];
/** What lines and deals of a random history name, and two that nothing names. */
const PRODUCTS = [
  'alpha',
  'Alpha',
  'é',
  '0',
  '\\N',
  '100%',
  '`x`',
  'a,b\u2028c',
  'never sold',
  "o'neil \\ co",
];
const NAMES = ['Widget', 'Widget, blue', '東京', "x'; DROP"];
const CATEGORIES = ['Widgets', 'widgets', 'Spare "parts"', null];

/**
 * Random products of the tenants of a random history: renamed, put elsewhere, merged in chains and circles, removed and brought
 * back. The same seed and size give the same events.
 */
export function randomProducts(seed: number, size: number): CrmEvent[] {
  const random = new Random('products', seed);
  return Array.from({ length: size }, () => {
    const at = Date.UTC(2026, 2, 26) + random.whole(0, 9) * 86_400_000;
    const isRemoved = random.chance(0.5);
    return made(isRemoved ? 'product.removed' : 'product.updated', {
      tenant: random.pick(TENANTS),
      source: random.pick(['shop', 'erp']),
      event_id: String(random.whole(0, size)),
      occurred_at: at,
      ...(random.chance(0.5) ? { source_version: random.whole(0, 3) } : {}),
      product_id: random.pick(PRODUCTS),
      ...(isRemoved
        ? { removed_at: at, merged_into: random.pick([...PRODUCTS, 'nobody told of', null]) }
        : { name: random.pick(NAMES), category: random.pick(CATEGORIES) }),
    });
  });
}

function made(type: CrmEvent['type'], data: Record<string, unknown>): CrmEvent {
  const checked = check(type, data);
  if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
  return checked.event;
}
