import { describe, expect, it } from 'vitest';
import { refuseStream, type Subscription } from './quota.js';

const LIMITS = { streams: 20, streamsPerClient: 6, questions: 80, questionsPerClient: 25 };

const stream = (tenant: string, key: string, ...questions: string[]): Subscription => ({
  tenant,
  client: { id: key, name: 'this API key' },
  questions,
});
const many = (count: number, of: (n: number) => Subscription) =>
  Array.from({ length: count }, (_, n) => of(n));
const different = (n: number, count = 10) => Array.from({ length: count }, (_, i) => `${n}.${i}`);

describe('a further stream', () => {
  it('is opened while its client has few', () => {
    expect(refuseStream([], stream('acme', 'a', 'q'), LIMITS)).toBeNull();
    expect(
      refuseStream(
        many(5, () => stream('acme', 'a', 'q')),
        stream('acme', 'a', 'q'),
        LIMITS,
      ),
    ).toBeNull();
  });

  it.each([
    ['its client has the most', many(6, () => stream('acme', 'a', 'q')), 'acme', 429, 'too_many_streams'],
    ['its tenant has half', many(10, (n) => stream('acme', `k${n}`, 'q')), 'acme', 429, 'too_many_streams'],
    ['all are taken', many(20, (n) => stream(`t${n}`, `k${n}`, 'q')), 'acme', 503, 'too_many_streams'],
    [
      'its client would ask too many questions',
      [stream('acme', 'a', ...different(0, 25))],
      'acme',
      429,
      'too_many_questions',
    ],
    [
      'its tenant would ask half of all',
      many(4, (n) => stream('acme', `k${n}`, ...different(n))),
      'acme',
      429,
      'too_many_questions',
    ],
    [
      'there are too many of all',
      many(8, (n) => stream(`t${n}`, `k${n}`, ...different(n))),
      'acme',
      503,
      'too_many_questions',
    ],
  ] as const)('is refused when %s', (_why, open, tenant, status, code) => {
    expect(refuseStream(open, stream(tenant, 'a', 'one more'), LIMITS)).toMatchObject({ status, code });
  });

  it('costs no question that is asked already: a whole office of screens is one', () => {
    const board = different(0, 25);
    const screens = many(5, () => stream('acme', 'a', ...board));
    expect(refuseStream(screens, stream('acme', 'a', ...board), LIMITS)).toBeNull();
  });

  it('does not share the questions of another tenant', () => {
    const others = many(7, (n) => stream(`t${n}`, `k${n}`, ...different(0)));
    expect(refuseStream(others, stream('acme', 'a', ...different(0, 11)), LIMITS)).toMatchObject({
      status: 503,
    });
  });
});
