import type { Company } from '../company.js';
import { instantOf } from '../local-day.js';
import { FOUNDED_DAY, type Storyteller } from '../story.js';
import { tell } from '../told.js';
import { PRODUCTS } from './deal-plan.js';
import { EXTRAS } from './orders.js';

/** A few months later what was two products is sold as one. */
const MERGED_DAY = FOUNDED_DAY + 120;
const MERGED = { loser: 'Training', survivor: 'Onboarding', name: 'Onboarding and training' } as const;

/** What is sold is told on the first day by the head office, and once two products become one. */
export const products: Storyteller = {
  spanDays: 1,
  lasting: true,
  *storiesOf(company, office, day) {
    if (office !== company.offices[0]) return;
    const at = instantOf(office.zone, day, 0);
    if (day === FOUNDED_DAY)
      for (const { id, category } of sold()) yield [named(company, id, id, category, at)];
    if (day === MERGED_DAY) {
      const { loser, survivor, name } = MERGED;
      yield [named(company, survivor, name, SERVICES, at)];
      yield [
        tell(company, 'product.removed', 'shop', `${loser}.removed`, at, {
          product_id: loser,
          removed_at: at,
          merged_into: survivor,
        }),
      ];
    }
  },
};

const SERVICES = 'Services';
const SUPPORT = /support/i;

const sold = () => [
  ...PRODUCTS.map(({ name }) => ({ id: name, category: SUPPORT.test(name) ? SERVICES : 'Licences' })),
  ...EXTRAS.map((name) => ({ id: name as string, category: SERVICES })),
];

const named = (company: Company, product_id: string, name: string, category: string, at: number) =>
  tell(company, 'product.updated', 'shop', `${product_id}.${at}`, at, { product_id, name, category });
