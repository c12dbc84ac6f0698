import type { Office, Rep } from '@tallyboard/api/query';
import type { Database } from './database.js';

/** The offices, reps and products of one tenant as they are called now. */
export interface ReferenceData {
  offices: ReadonlyMap<string, Office>;
  reps: ReadonlyMap<string, Rep>;
  /** Names by id, of products that have one. */
  products: ReadonlyMap<string, string>;
}

export type Reference = (tenant: string) => Promise<ReferenceData>;

/** A name may be this old: pushes come many times a second and names change once a year. */
const KEEP_MS = 5_000;

/** Reads offices, reps and products, at most every few seconds per tenant. */
export function createReference(database: Database, now: () => number): Reference {
  const kept = new Map<string, { atMs: number; data: Promise<ReferenceData> }>();
  return (tenant) => {
    const known = kept.get(tenant);
    if (known && now() - known.atMs < KEEP_MS) return known.data;
    const data = read(database, tenant);
    kept.set(tenant, { atMs: now(), data });
    data.catch(() => kept.delete(tenant));
    return data;
  };
}

/** The names behind the ids of offices, reps and products; nothing where none is known. */
export function labelsOf(
  { offices, reps, products }: ReferenceData,
  dimensions: Readonly<Record<string, string>>,
): { labels?: Record<string, string> } {
  const names = {
    office: offices.get(dimensions.office ?? '')?.name,
    rep: reps.get(dimensions.rep ?? '')?.name,
    product: products.get(dimensions.product ?? ''),
  };
  const labels: Record<string, string> = {};
  for (const dimension of Object.keys(dimensions)) {
    const name = names[dimension as keyof typeof names];
    if (name !== undefined) labels[dimension] = name;
  }
  return Object.keys(labels).length > 0 ? { labels } : {};
}

async function read(database: Database, tenant: string): Promise<ReferenceData> {
  const [offices, reps, products] = await Promise.all([
    database.rows<Office>(
      'SELECT office_id AS id, name, zone FROM offices WHERE tenant = {tenant:String} ORDER BY name, id',
      { tenant },
    ),
    database.rows<Omit<Rep, 'zone'>>(
      'SELECT rep_id AS id, name, office_id AS office, team FROM reps WHERE tenant = {tenant:String} ORDER BY name, id',
      { tenant },
    ),
    database.rows<{ id: string; name: string }>(
      "SELECT product_id AS id, name FROM products WHERE tenant = {tenant:String} AND name != ''",
      { tenant },
    ),
  ]);
  const byId = new Map(offices.map((office) => [office.id, office]));
  return {
    offices: byId,
    reps: new Map(reps.map((rep) => [rep.id, { ...rep, zone: byId.get(rep.office)?.zone ?? '' }])),
    products: new Map(products.map(({ id, name }) => [id, name])),
  };
}
