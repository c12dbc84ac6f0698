import { count, defineFact, sum } from '../define.js';
import { repInForce } from '../read.js';

/** What reps do besides calling, and what comes in. */
export const activity = defineFact({
  name: 'activity',
  entity: 'activity',
  placement: 'fixed',
  bucketing: ['performed_at'],
  dimensions: {
    kind: 'email_sent, email_request, web_request, meeting, demo, proposal, catalogue_mailed, workshop, referral or note',
  },
  measures: {
    activities: count('activities'),
    quantity: sum('people or things that they were about'),
  },
  reads: [repInForce],
});
