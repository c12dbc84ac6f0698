import { describe, expect, it } from 'vitest';
import { aNotification, aTransition, NOON } from '../testing/alerts.js';
import { messageOf } from './message.js';

const telling = { tz: 'Europe/Berlin', nowMs: NOON * 1_000 };
const about = (...args: Parameters<typeof aNotification>) =>
  messageOf(aNotification(...args), telling).alerts[0]!;
const said = (alert: ReturnType<typeof about>, label: string) =>
  alert.facts.find((fact) => fact.label === label)?.text;

describe('a message', () => {
  it('says what, where, how bad, since when, against what, by what chance and what changed it most', () => {
    expect(messageOf(aNotification(), telling)).toEqual({
      title: 'Warning: First response is slow: Munich, 2 h 10 min',
      severity: 'warning',
      isGood: false,
      more: 0,
      alerts: [
        {
          title: 'Warning: First response is slow: Munich, 2 h 10 min',
          state: 'firing, since Mon 2 Mar 2026, 09:50 (Berlin)',
          facts: [
            { label: 'Where', text: 'office Munich (munich)' },
            { label: 'Value', text: '2 h 10 min (n 120)' },
            { label: 'Interval', text: 'Mon 2 Mar 2026, 08:00 to 12:00 (Berlin)' },
            { label: 'Compared with', text: 'the same hours of 4 weeks: 40 min (n 960)' },
            { label: 'Chance', text: 'by chance once in 2,000' },
            { label: 'Since', text: 'Mon 2 Mar 2026, 09:50 (Berlin)' },
          ],
          contributions: ['Anna Bauer: 12 of 20 unanswered, usually 3'],
          rule: 'first response slower than chance explains, against the same hours of 4 weeks',
          link: 'https://tally.example.com/alerts/alert-1',
        },
      ],
    });
  });

  it('says in words alone what has no number to be compared with', () => {
    const { judgement } = aTransition();
    const words =
      '47 of 110 answered by now, where 78 would have been as in the same hours of the last 8 weeks';
    const alert = about(
      {},
      aTransition({ judgement: { ...judgement, against: { value: null, n: 820, words } } }),
    );
    expect(said(alert, 'Compared with')).toBe(`${words} (n 820)`);
  });

  it('says that it is over and how long it was', () => {
    const alert = about({}, aTransition({ state: 'resolved' }));
    expect(alert.title).toBe('Resolved: First response is slow: Munich');
    expect(alert.state).toBe('resolved after 2 h 10 min');
  });

  it('says as plainly that it was not so', () => {
    const alert = about({}, aTransition({ state: 'withdrawn', corrects: 'step-0' }));
    expect(alert.title).toBe('Withdrawn: First response is slow: Munich');
    expect(alert.state).toBe(
      'this was not so: the data of Mon 2 Mar 2026, 09:50 (Berlin) were corrected, and with them there was no alert',
    );
  });

  it('says how late it was found out', () => {
    const late = aNotification({}, aTransition({ learnt_late: true, at: NOON - 10_800 }));
    expect(messageOf(late, telling).alerts[0]!.state).toMatch(
      /; found out 3 h later, by data that came late or were corrected$/,
    );
  });

  it('says of missing data no value and no chance', () => {
    const alert = about({}, aTransition({ state: 'data_missing' }));
    expect(alert.title).toBe('Data missing: First response is slow: Munich');
    expect(alert.facts.map(({ label }) => label)).toEqual(['Where', 'Interval', 'Compared with', 'Since']);
  });

  it('says that nobody has acknowledged it', () => {
    const alert = about({ kind: 'escalation' });
    expect(alert.title).toMatch(/^Escalated: First response is slow/);
    expect(alert.state).toMatch(/^nobody has acknowledged it: firing, since/);
  });

  it('tells a level that somebody set from what was before', () => {
    const transition = aTransition();
    const judgement = {
      ...transition.judgement,
      chance: null,
      against: { value: 3_600_000, n: null, words: 'the level' },
    };
    const alert = about({}, { ...transition, judgement });
    expect(said(alert, 'Compared with')).toBe('the level: 1 h');
    expect(said(alert, 'Chance')).toBeUndefined();
  });

  it('sets money in the currency of its group', () => {
    const transition = aTransition({ unit: 'money', group: { currency: 'EUR' }, labels: {} });
    const alert = about({}, { ...transition, judgement: { ...transition.judgement, value: 1_250 } });
    expect(alert.title).toBe('Warning: First response is slow: EUR, 1,250.00 EUR');
  });

  it('counts the others of several, and tells the worst severity', () => {
    const others = ['2', '3'].map((id) => aTransition({ id, alert: id, severity: 'critical' }));
    const message = messageOf(aNotification({}, aTransition(), ...others), telling);
    expect(message.title).toBe('Warning: First response is slow: Munich, 2 h 10 min and 2 more');
    expect(message.severity).toBe('critical');
    expect(message.alerts).toHaveLength(3);
  });

  it('stays readable when there are very many', () => {
    const many = Array.from({ length: 500 }, (_, i) => aTransition({ id: `s${i}`, alert: `a${i}` }));
    const message = messageOf(aNotification({}, ...many), telling);
    expect(message.alerts).toHaveLength(10);
    expect(message.more).toBe(490);
  });

  it('is good news when all of it is over', () => {
    const over = aTransition({ state: 'resolved' });
    expect(messageOf(aNotification({}, over), telling).isGood).toBe(true);
    expect(messageOf(aNotification({}, over, aTransition()), telling).isGood).toBe(false);
  });

  it('links to nothing but pages', () => {
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/alerts/1',
      `https://x/${'y'.repeat(3_000)}`,
    ])
      expect(about({ links: { 'alert-1': link } }).link).toBeNull();
  });

  it.each([
    ['new lines', 'Anna\r\nBcc: all@example.com', 'Anna Bcc: all@example.com'],
    ['other lines', 'Anna\u2028\u0085\u000bBauer', 'Anna Bauer'],
    ['turned text', 'Anna\u202e\u2066reuaB', 'AnnareuaB'],
    ['unseen marks', 'An\u200bna\ufeff', 'Anna'],
    ['half a character', 'Anna\ud83d', 'Anna\ufffd'],
    ['joiners that its script needs', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['nothing but unseen marks', '\u200b\u0000', '(no name)'],
  ])('makes one plain line of a name with %s', (_, name, plain) => {
    const alert = about({}, aTransition({ labels: { office: name } }));
    expect(alert.title).toBe(`Warning: First response is slow: ${plain}, 2 h 10 min`);
  });

  it('keeps titles under 120 characters, and the value in them', () => {
    const long = aTransition({ title: '🙂'.repeat(300), labels: { office: 'Ä'.repeat(300) } });
    const others = aTransition({ id: '2' });
    for (const message of [
      messageOf(aNotification({}, long), telling),
      messageOf(aNotification({ kind: 'test' }, long, others), telling),
    ]) {
      expect(message.title.length).toBeLessThan(120);
      expect(message.title.isWellFormed()).toBe(true);
    }
    expect(messageOf(aNotification({}, long), telling).title).toMatch(/, 2 h 10 min$/);
  });

  it('has words for a test without an alert and for a heartbeat', () => {
    expect(messageOf({ ...aNotification({ kind: 'test' }), transitions: [] }, telling).title).toBe(
      'Test: this is how alerts of demo arrive here',
    );
    expect(messageOf({ ...aNotification({ kind: 'heartbeat' }), transitions: [] }, telling).title).toBe(
      'Alerts of Tallyboard are alive',
    );
  });
});
