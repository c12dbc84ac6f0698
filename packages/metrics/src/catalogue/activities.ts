import { across, count, measuresOf, plus, ratio, share, workingDays } from '../expression/forms.js';
import type { Metric, Words } from '../metric.js';
import { metric } from './define.js';

const { sum } = measuresOf('activity');
const calls = measuresOf('call');

const common = {
  unit: 'count',
  better: 'up',
  indicator: 'input',
} as const;

const counts =
  'Each activity of this kind once, at the instant when it was performed, for the rep who did it or got it.';
const removed = 'Activities that were removed, and ones that were amended but never logged.';
const sentTwice = 'The same activity sent twice, or corrected later, is one.';

function ofKind(
  name: string,
  title: string,
  kind: string,
  example: number,
  words: Pick<Words, 'definition' | 'omits'> & { edge: string },
): Metric {
  return metric({
    ...common,
    name,
    title,
    without: ['kind'],
    definition: words.definition,
    counts,
    omits: `${words.omits} ${removed}`,
    edges: [words.edge, sentTwice],
    formula: count(sum('activities', { kind })),
    given: { [`activities (${kind})`]: example },
  });
}

/** What is put in: by kind, the mix of it. */
export const activities: readonly Metric[] = [
  metric({
    ...common,
    name: 'activities',
    title: 'Activities',
    definition:
      'E-mails, meetings, demos and all else but calls, done or come in in the period; by kind, the mix.',
    counts:
      'Each activity once, at the instant when it was performed, for the rep who did it or got it, whatever its kind.',
    omits: `Calls, which have metrics of their own. ${removed}`,
    edges: [
      'A workshop with twelve prospects is one activity; workshop_prospects counts the twelve.',
      sentTwice,
    ],
    formula: count(sum('activities')),
    given: { activities: 640 },
  }),
  metric({
    name: 'activity_mix',
    title: 'Activity mix',
    unit: 'ratio',
    better: 'none',
    indicator: 'process',
    definition: 'Share that activities of a kind have of all activities in the period.',
    counts:
      'Below the line all activities of the selection, whatever their kind; above it those of the kind of the row, or of the kinds that a filter names.',
    omits: `Calls, which are no activities here. ${removed}`,
    edges: [
      'Split by kind, the shares of a rep, a team or an office add up to 1.',
      'Without a split or a filter by kind it is all of the whole: 1.',
      'Split by kind, one of which there was nothing has no row; filtered by it, the share is 0 of all.',
      sentTwice,
    ],
    formula: share(sum('activities'), across(['kind'], sum('activities'))),
    given: { activities: 24, 'activities of every kind': 96 },
  }),
  metric({
    name: 'contacts_per_day',
    title: 'Contacts per working day',
    unit: 'score',
    better: 'up',
    indicator: 'process',
    definition:
      'Connected calls, e-mails sent, meetings and demos in the period ÷ the days up to now on which the office works.',
    counts:
      'Above the line each of these contacts once, for the rep who had it; below it the working days of the period, which are n: by the schedule of the office that is asked for or that the rep is of now, else by the schedule default, else from Monday to Friday.',
    omits: `Calls that nobody answered, requests that came in, proposals, mailings and notes; days on which nobody works, though there were contacts on them. ${removed}`,
    edges: [
      'By rep it is that of each rep, by office that of all of the office together; without a split that of all.',
      'Today counts as a whole day, also in the morning: ask for a period until yesterday to compare.',
      'Holidays of a rep are days on which the office works.',
      'A period without working days has no value.',
    ],
    formula: ratio(
      plus(
        calls.sum('calls', { outcome: 'connected' }),
        sum('activities', { kind: 'email_sent' }),
        sum('activities', { kind: 'meeting' }),
        sum('activities', { kind: 'demo' }),
      ),
      workingDays,
    ),
    given: {
      'calls (connected)': 180,
      'activities (email_sent)': 210,
      'activities (meeting)': 20,
      'activities (demo)': 10,
      'working days': 21,
    },
  }),
  ofKind('emails_sent', 'E-mails sent', 'email_sent', 420, {
    definition: 'E-mails that reps sent in the period.',
    omits: 'E-mails that came in, which are email_requests, and what a campaign sends by itself.',
    edge: 'One e-mail to five people is one e-mail.',
  }),
  ofKind('email_requests', 'Requests by e-mail', 'email_request', 35, {
    definition: 'Requests that came by e-mail in the period.',
    omits: 'Requests by web form, which are web_requests, and tickets, which are served.',
    edge: 'A request that nobody has taken on counts with no rep until one is named.',
  }),
  ofKind('web_requests', 'Requests by web', 'web_request', 58, {
    definition: 'Requests that came over the web in the period.',
    omits: 'Visits of the site that ask for nothing, and requests by e-mail.',
    edge: 'A request that nobody has taken on counts with no rep until one is named.',
  }),
  ofKind('meetings', 'Meetings', 'meeting', 24, {
    definition: 'Meetings held in the period.',
    omits: 'Meetings that are planned and not held, and demos, which are counted for themselves.',
    edge: 'A meeting of two reps counts once, for the one whom its event names.',
  }),
  ofKind('demos', 'Demos', 'demo', 12, {
    definition: 'Demos given in the period.',
    omits: 'Demos that are planned and not given, and other meetings.',
    edge: 'A demo of two days is two demos only if it is logged twice, with two ids.',
  }),
  ofKind('proposals', 'Proposals', 'proposal', 9, {
    definition: 'Proposals sent in the period.',
    omits: 'Proposals that are drafted and not sent.',
    edge: 'A proposal that is sent again with changes is another one if it has an id of its own.',
  }),
  ofKind('catalogues_mailed', 'Catalogues mailed', 'catalogue_mailed', 6, {
    definition: 'Mailings of the catalogue in the period.',
    omits: 'Copies: the quantity of a mailing is kept and not added up here.',
    edge: 'One mailing of 500 catalogues is one mailing.',
  }),
  ofKind('referrals', 'Referrals', 'referral', 4, {
    definition: 'Referrals got in the period.',
    omits: 'What becomes of them: a deal that follows is counted where deals are.',
    edge: 'A referral counts for the rep who got it, whoever takes it on later.',
  }),
  metric({
    ...common,
    name: 'workshop_prospects',
    title: 'Workshop prospects',
    without: ['kind'],
    definition:
      'Prospects in the workshops of the period; a workshop that does not say how many counts as one.',
    counts: 'The quantity of each workshop, at the instant when it was held, for the rep who held it.',
    omits: `The quantity of any other kind of activity. ${removed}`,
    edges: ['Who comes to two workshops is counted in both.', sentTwice],
    formula: count(sum('quantity', { kind: 'workshop' })),
    given: { 'quantity (workshop)': 31 },
  }),
];
