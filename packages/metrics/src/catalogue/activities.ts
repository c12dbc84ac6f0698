import { count, measuresOf } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum } = measuresOf('activity');

const ofKind = (name: string, title: string, kind: string, definition: string): Metric =>
  metric({
    name,
    title,
    unit: 'count',
    better: 'up',
    without: ['kind'],
    definition,
    formula: count(sum('activities', { kind })),
  });

/** What is put in: by kind, the mix of it. */
export const activities: readonly Metric[] = [
  metric({
    name: 'activities',
    title: 'Activities',
    unit: 'count',
    better: 'up',
    definition:
      'E-mails, meetings, demos and all else but calls, done or come in in the period; by kind, the mix.',
    formula: count(sum('activities')),
  }),
  ofKind('emails_sent', 'E-mails sent', 'email_sent', 'E-mails that reps sent in the period.'),
  ofKind(
    'email_requests',
    'Requests by e-mail',
    'email_request',
    'Requests that came by e-mail in the period.',
  ),
  ofKind('web_requests', 'Requests by web', 'web_request', 'Requests that came over the web in the period.'),
  ofKind('meetings', 'Meetings', 'meeting', 'Meetings held in the period.'),
  ofKind('demos', 'Demos', 'demo', 'Demos given in the period.'),
  ofKind('proposals', 'Proposals', 'proposal', 'Proposals sent in the period.'),
  ofKind(
    'catalogues_mailed',
    'Catalogues mailed',
    'catalogue_mailed',
    'Mailings of the catalogue in the period.',
  ),
  ofKind('referrals', 'Referrals', 'referral', 'Referrals got in the period.'),
  metric({
    name: 'workshop_prospects',
    title: 'Workshop prospects',
    unit: 'count',
    better: 'up',
    without: ['kind'],
    definition:
      'Prospects in the workshops of the period; a workshop that does not say how many counts as one.',
    formula: count(sum('quantity', { kind: 'workshop' })),
  }),
];
