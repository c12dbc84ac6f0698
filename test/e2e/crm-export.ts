import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from './tally.js';

/** Where the public data set is on this machine; null when it is not. */
export function crmDataDir(env: NodeJS.ProcessEnv = process.env): string | null {
  const dir = env.TALLY_CRM_DATA ?? join(WORKSPACE, '../shared/data/crm-sales-opportunities');
  return existsSync(join(dir, 'sales_pipeline.csv')) ? dir : null;
}

interface Deal {
  rep: string;
  stage: 'Won' | 'Lost' | 'Engaging' | 'Prospecting';
  /** Epoch ms of midnight, UTC; a prospect has none. */
  engaged: number | null;
  closed: number | null;
  amount: number;
}

export const DAY_MS = 86_400_000;
const REPS = ['Ada Okoye', 'Bo Larsen', "Cíara O'Neill"];
const STAGES = ['Won', 'Lost', 'Won', 'Engaging', 'Prospecting'] as const;
const TITLES = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';

/** A small export in the form of the public data set: its files in `dir`, and what is in it. */
export function writeCrmExport(dir: string): { file: string; deals: Deal[] } {
  mkdirSync(dir, { recursive: true });
  const deals = Array.from({ length: 400 }, (_, i): Deal => {
    const stage = STAGES[(i * 7) % STAGES.length]!;
    const engaged = Date.UTC(2016, 11, 1) + ((i * 13) % 330) * DAY_MS;
    const isClosed = stage === 'Won' || stage === 'Lost';
    return {
      rep: REPS[(i * i) % REPS.length]!,
      stage,
      engaged: stage === 'Prospecting' ? null : engaged,
      closed: isClosed ? engaged + (1 + ((i * 29) % 60)) * DAY_MS : null,
      amount: stage === 'Won' ? 40 + ((i * 997) % 5_000) : 0,
    };
  });
  const lines = deals.map(({ rep, stage, engaged, closed, amount }, i) =>
    [`E${i}`, rep, 'GTXPro', '', stage, usDate(engaged), usDate(closed), closed === null ? '' : amount].join(
      ',',
    ),
  );
  const file = join(dir, 'sales_pipeline.csv');
  writeFileSync(file, `${[TITLES, ...lines].join('\n')}\n`);
  const teams = REPS.map((rep, i) => `${rep},Manager ${i % 2},${i === 0 ? 'West' : 'East'}`);
  writeFileSync(join(dir, 'sales_teams.csv'), `sales_agent,manager,regional_office\n${teams.join('\n')}\n`);
  return { file, deals };
}

function usDate(instantMs: number | null): string {
  if (instantMs === null) return '';
  const date = new Date(instantMs);
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}
