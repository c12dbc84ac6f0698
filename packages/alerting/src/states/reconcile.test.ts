import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judgement, Transition } from '../alert.js';
import type { Rule } from '../rule.js';
import { type Step, stepsBetween } from './reconcile.js';
import { saidBy } from './said.js';
import { episodesOf, type Judged } from './timeline.js';

const SUBJECT = { tenant: 'acme', rule: 'slow', group: ['munich'] };
const rule = (more: Partial<Rule> = {}): Rule => ({
  name: 'slow',
  metric: 'calls',
  window: '1h',
  above: 1,
  ...more,
});
const judgement = (holds: boolean | null): Judgement => ({
  holds,
  value: 1,
  n: 1,
  from: 0,
  to: 0,
  against: null,
  chance: null,
});
/** One letter each quarter of an hour: `x` holds, `.` does not, `?` is not judged. */
const judged = (text: string): Judged[] =>
  [...text].map((letter, i) => ({
    at: (i + 1) * 900,
    judgement: judgement(letter === '?' ? null : letter === 'x'),
  }));

/** Says one look after the other; each look sees the whole history as it is then. */
function looks(texts: readonly string[], more: Partial<Rule> = {}): { said: Transition[]; steps: Step[][] } {
  const said: Transition[] = [];
  const steps = texts.map((text) => {
    const history = judged(text);
    const found = stepsBetween(SUBJECT, saidBy(said), episodesOf(rule(more), history), history.at(-1)!);
    said.push(...found.map(({ judged: { at }, ...step }) => ({ ...step, at }) as unknown as Transition));
    return found;
  });
  return { said, steps };
}

const states = (steps: readonly { state: string }[]) => steps.map(({ state }) => state);

describe('what is said of an alert', () => {
  it('fires when it has held for long enough, and is over when it has not for as long', () => {
    const { steps } = looks(['.x', '.xx', '.xxx', '.xxx.', '.xxx..', '.xxx...'], { for: '30m' });
    expect(steps.map(states)).toEqual([['pending'], [], ['firing'], [], [], ['resolved']]);
  });

  it('says nothing twice', () => {
    const { steps } = looks(['..xx', '..xx', '..xx', '..xx.', '..xx.']);
    expect(steps.map(states)).toEqual([['firing'], [], [], ['resolved'], []]);
  });

  it('is withdrawn, once and linked, when a correction makes it false, whether it goes on or is over', () => {
    for (const before of [['.x'], ['.x', '.x.']]) {
      const { steps, said } = looks([...before, '...', '...']);
      expect(steps.slice(before.length).map(states)).toEqual([['withdrawn'], []]);
      expect(said.at(-1)!.corrects).toBe(said[0]!.id);
      expect(said.at(-1)!.alert).toBe(said[0]!.alert);
    }
  });

  it('is another alert when what was withdrawn is so after all', () => {
    const { said } = looks(['.x', '..', '.x']);
    expect(states(said)).toEqual(['firing', 'withdrawn', 'firing']);
    expect(new Set(said.map(({ id }) => id)).size).toBe(3);
    expect(said[2]!.alert).not.toBe(said[0]!.alert);
  });

  it('tells of a stretch that was silent and turns out not to have been', () => {
    const { steps } = looks(['....', '.xx..']);
    expect(states(steps[1]!)).toEqual(['firing', 'resolved']);
  });

  it('takes an alert whose edges move for the same', () => {
    const { steps } = looks(['..xx', '.xxx', '...x']);
    expect(steps.map(states)).toEqual([['firing'], [], []]);
  });

  it('goes on when it was over too early', () => {
    const { said } = looks(['.x', '.x.', '.xx', '.xx.']);
    expect(states(said)).toEqual(['firing', 'resolved', 'firing', 'resolved']);
    expect(new Set(said.map(({ alert }) => alert)).size).toBe(1);
  });

  it('lets a pending one come to nothing', () => {
    const { said } = looks(['.x', '.x.', '.x..'], { for: '1h' });
    expect(states(said)).toEqual(['pending', 'inactive']);
  });

  it('takes what cannot be judged for over', () => {
    expect(states(looks(['.x', '.x?']).said)).toEqual(['firing', 'resolved']);
  });

  it('comes to what one look at the end finds, whatever the looks before saw', () => {
    const text = fc.string({ unit: fc.constantFrom('x', '.', '?'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 6 }),
        text,
        fc.constantFrom('15m', '30m', undefined),
        (early, last, hold) => {
          // Looks see ever longer histories, each of which may correct what the one before saw.
          const lengths = early.map((_, i) => Math.ceil((last.length * (i + 1)) / (early.length + 1)));
          const seen = early.map((each, i) => each.padEnd(lengths[i]!, '.').slice(0, lengths[i]!));
          const more = hold ? { for: hold } : {};
          const { said, steps } = looks([...seen, last, last], more);
          expect(steps.at(-1)).toEqual([]);
          expect(new Set(said.map(({ id }) => id)).size).toBe(said.length);
          const standing = saidBy(said).filter(
            ({ isWithdrawn, firedAt }) => !isWithdrawn && firedAt !== null,
          );
          const once = saidBy(looks([last], more).said).filter(({ firedAt }) => firedAt !== null);
          const isOpen = (all: typeof once) => all.filter(({ endedAt }) => endedAt === null).length;
          expect(isOpen(standing)).toBe(isOpen(once));
          const meets = (all: typeof once, { firedAt, endedAt }: (typeof once)[number]) =>
            all.some(
              (each) =>
                each.firedAt! < (endedAt ?? Number.POSITIVE_INFINITY) &&
                firedAt! < (each.endedAt ?? Number.POSITIVE_INFINITY),
            );
          // What stands was so, and what was so stands; only where it was cut may differ.
          expect(standing.every((each) => meets(once, each))).toBe(true);
          expect(once.every((each) => meets(standing, each))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
