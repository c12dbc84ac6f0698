import { leadsTouching, touchesOfLeads } from '../credited.js';
import { count, defineFact, histogram, milliseconds, parts, ripening } from '../define.js';
import { repInForce } from '../read.js';

/** Leads count where they came in, were qualified, and were converted or disqualified; a follow-up where its lead came in. */
export const lead = defineFact({
  name: 'lead',
  entity: 'lead',
  placement: 'moving',
  bucketing: ['created_at', 'contacted_at', 'qualified_at', 'converted_at', 'disqualified_at'],
  dimensions: {
    lead_source: 'where the lead came from',
    segment: 'market segment',
    region: 'sales region',
    campaign: 'the campaign that it came of',
    reason: 'why a disqualified lead was given up',
  },
  measures: {
    created: count('leads that came in'),
    created_contacted: ripening(count('leads that came in and were contacted')),
    created_qualified: ripening(count('leads that came in and were qualified')),
    created_converted: ripening(count('leads that came in and were converted')),
    follow_up_count: ripening(count('leads that came in and were contacted, for who contacted them first')),
    follow_up_ms: ripening(milliseconds('from coming in to first contact, of leads that were contacted')),
    follow_up_hist: ripening(
      histogram('leads that were contacted, by the time from coming in to first contact'),
    ),
    qualified: count('leads qualified'),
    converted: count('leads converted'),
    disqualified: count('leads disqualified'),
    first_created: count('leads that came in, for the campaign that they came of first'),
    first_converted: count('leads converted, for the campaign that they came of first'),
    last_converted: count('leads converted, for the campaign that touched them last'),
    linear_converted: parts('leads converted, in equal parts for every touch of a campaign'),
    linear_touches: count('touches of campaigns that share in a lead converted'),
  },
  reads: [repInForce],
  credited: {
    names: ['placed.campaign'],
    touches: touchesOfLeads,
    touching: leadsTouching,
    first: ['first_created', 'first_converted'],
    last: ['last_converted'],
    each: ['linear_touches'],
    divided: ['linear_converted'],
  },
  knows: ['campaign'],
});
