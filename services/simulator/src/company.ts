import { Random } from '@tallyboard/runtime/random';
import { OFFICES, type Office } from './offices.js';

/** What the simulator simulates. A plain value: everything that ever happens follows from it. */
export interface Company {
  seed: number;
  /** Tenant of the events; ingest replaces it by that of the API key. */
  tenant: string;
  /** Short mark of seed and size in every id, so that two companies in one tenant do not mix. */
  tag: string;
  /** How many times the usual people, customers and events. */
  size: number;
  /** When it is first started, epoch ms: stories that a newcomer should see hang on it. Null for none of them. */
  firstStartMs: number | null;
  offices: readonly Office[];
  reps: readonly Rep[];
}

export type Role = 'sales' | 'service';

/** Someone who calls and sells, or who answers tickets. */
export interface Rep {
  id: string;
  name: string;
  office: Office;
  role: Role;
  /** The first team; sales reps move between the sales teams, see stories/people.ts. */
  team: string;
  /** 1 is usual, from about 0.6 (struggles) to 1.5 (shines): win rate, connects, mood of customers. */
  skill: number;
  /** Calls on a usual working day. */
  callsPerDay: number;
  /** Factor on the time to answer; below 1 is quick. */
  slowness: number;
}

export const SALES_TEAMS = ['New business', 'Key accounts'] as const;
export const SERVICE_TEAM = 'Customer care';

/** The size of a lively company. */
export const LIVELY = 4;

const TEAM = 10;
const SALES_REPS_IN_TEAM = 7;

export interface CompanyOptions {
  tenant?: string;
  /** A whole number of at most 5, 1 unless told. */
  size?: number;
  firstStartMs?: number | null;
}

/** The company of a seed: six offices of ten reps times its size, seven in ten of whom sell. */
export function createCompany(seed: number, options: CompanyOptions = {}): Company {
  const { tenant = 'demo', size = 1, firstStartMs = null } = options;
  const marks = size === 1 ? [seed] : [seed, size];
  const tag = new Random('tag', ...marks).next().toString(36).padStart(4, '0').slice(-4);
  const reps = OFFICES.flatMap((office) =>
    Array.from({ length: TEAM * size }, (_, index) => createRep(seed, office, index)),
  );
  return { seed, tenant, tag, size, firstStartMs, offices: OFFICES, reps };
}

/** The reps of an office with a role. */
export function repsOf(company: Company, office: Office, role: Role): readonly Rep[] {
  let known = byOfficeAndRole.get(company);
  if (!known) {
    known = new Map();
    for (const rep of company.reps) {
      const key = `${rep.office.id} ${rep.role}`;
      known.set(key, [...(known.get(key) ?? []), rep]);
    }
    byOfficeAndRole.set(company, known);
  }
  return known.get(`${office.id} ${role}`)!;
}

const byOfficeAndRole = new WeakMap<Company, Map<string, Rep[]>>();

function createRep(seed: number, office: Office, index: number): Rep {
  const id = `${office.id}-${String(index + 1).padStart(2, '0')}`;
  const random = new Random(seed, 'rep', id);
  const role: Role = index % TEAM < SALES_REPS_IN_TEAM ? 'sales' : 'service';
  const skill = Math.min(1.5, Math.max(0.6, 1 + 0.22 * random.normal()));
  const [first, family] = office.people;
  // Those of one first name, one in each team, are two surnames apart.
  const surname = index * 3 + 2 * Math.floor(index / TEAM) + random.whole(0, 1);
  return {
    id,
    name: `${first[index % first.length]} ${family[surname % family.length]}`,
    office,
    role,
    team: role === 'service' ? SERVICE_TEAM : SALES_TEAMS[index % SALES_TEAMS.length]!,
    skill,
    callsPerDay: (role === 'sales' ? 60 : 28) * Math.min(1.5, Math.max(0.5, 1 + 0.2 * random.normal())),
    slowness: Math.min(2.5, Math.max(0.4, random.around(1 / skill, 0.3))),
  };
}
