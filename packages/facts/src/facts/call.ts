import { count, defineFact, histogram, milliseconds } from '../define.js';
import { repInForce } from '../read.js';

export const call = defineFact({
  name: 'call',
  entity: 'call',
  placement: 'fixed',
  bucketing: ['started_at'],
  dimensions: {
    direction: 'inbound or outbound, seen from the office',
    outcome: 'connected, voicemail, no_answer, busy or failed',
    channel: 'phone, video, …',
  },
  measures: {
    calls: count('calls'),
    talk_ms: milliseconds('talk time of connected calls'),
    talk_hist: histogram('connected calls by talk time'),
  },
  reads: [repInForce],
});
