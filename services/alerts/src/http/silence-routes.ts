import { randomUUID } from 'node:crypto';
import { secondsOf } from '@tallyboard/alerting/durations';
import type { Rule } from '@tallyboard/alerting/rule';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { nearest } from '@tallyboard/runtime/nearest';
import type { FastifyInstance } from 'fastify';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { noteIn } from './notes.js';
import { noSuch, refuse } from './refuse.js';
import { silenceShown } from './shapes.js';

const MOST_SILENCES = 1_000;
const LONGEST = 366 * 86_400;
/** What crm.alerts takes as an instant, epoch seconds. */
const FURTHEST = 2 ** 32 - 1;

export interface SilenceRoutes {
  book: AlertBook;
  ruleOf(tenant: string, name: string): Rule | undefined;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch seconds. */
  seconds(): number;
}

/** By which alerts are split. */
const DIMENSIONS = [...new Set(METRICS.flatMap(({ dimensions }) => dimensions))];

interface SilenceBody {
  rule?: unknown;
  group?: unknown;
  from?: unknown;
  for?: unknown;
  until?: unknown;
  note?: unknown;
}

/** Silences: now, or planned ahead, as for maintenance. */
export function registerSilences(v1: FastifyInstance, { book, ruleOf, say, seconds }: SilenceRoutes): void {
  const open = (tenant: string) => book.silences(tenant).filter(({ to }) => to > seconds());

  v1.get('/v1/alert-silences', async ({ tenant }) => ({
    tenant,
    silences: open(tenant).map(silenceShown),
  }));

  v1.post<{ Body: SilenceBody | null }>('/v1/alert-silences', async ({ tenant, body, actor }, reply) => {
    const { rule, group } = body ?? {};
    const span = spanIn(body ?? {}, seconds());
    if (typeof span === 'string') return refuse(reply, 400, 'bad_silence', span);
    if (rule !== undefined && !ruleOf(tenant, String(rule))) return noSuch(reply, 'rule', String(rule));
    if (rule === undefined && group === undefined)
      return refuse(reply, 400, 'bad_silence', 'say what: rule, group (dimension → value), or both');
    if (group !== undefined && !isTexts(group))
      return refuse(reply, 400, 'bad_silence', 'group wants dimensions and their values as text');
    const unknown = Object.keys(group ?? {}).find((name) => !DIMENSIONS.includes(name));
    if (unknown !== undefined) return refuse(reply, 400, 'bad_silence', noDimension(unknown));
    if (open(tenant).length >= MOST_SILENCES)
      return refuse(reply, 400, 'too_many', `${MOST_SILENCES} silences are open already`);
    const silence = randomUUID().slice(0, 8);
    const action = {
      kind: 'silenced',
      silence,
      ...span,
      by: actor,
      ...(rule === undefined ? {} : { rule: String(rule) }),
      ...(group === undefined ? {} : { group }),
      ...noteIn(body),
    } as const;
    await say([{ kind: 'action', tenant, action }]);
    return silenceShown({ ...action, tenant });
  });

  v1.delete<{ Params: { id: string } }>(
    '/v1/alert-silences/:id',
    async ({ tenant, params, actor }, reply) => {
      if (!book.silences(tenant).some(({ silence }) => silence === params.id))
        return noSuch(reply, 'silence', params.id);
      await say([{ kind: 'action', tenant, action: { kind: 'unsilenced', silence: params.id, by: actor } }]);
      return reply.code(204).send();
    },
  );
}

function noDimension(name: string): string {
  const meant = nearest(name, DIMENSIONS);
  const words = meant ? `${meant} was probably meant` : `there are ${DIMENSIONS.join(', ')}`;
  return `no alert is split by ${JSON.stringify(name.slice(0, 80))}: ${words}`;
}

/** From when to when, epoch seconds, or what is wrong. */
function spanIn(body: SilenceBody, now: number): { from: number; to: number } | string {
  const from = body.from === undefined ? now : instantIn(body.from);
  if (Number.isNaN(from)) return 'from wants an instant, as in 2026-03-02T18:00:00Z';
  const to =
    body.until === undefined
      ? /^[1-9]\d{0,3}[mhdw]$/.test(String(body.for))
        ? from + secondsOf(String(body.for))
        : Number.NaN
      : instantIn(body.until);
  if (!(to > Math.max(from, now)) || to > FURTHEST)
    return 'say how long: for (30m, 4h, 2d) or until (an instant to come, after from)';
  const begins = Math.max(from, now);
  return to - begins > LONGEST ? 'a silence lasts a year at most' : { from: begins, to };
}

const instantIn = (value: unknown): number =>
  typeof value === 'string' ? Math.floor(Date.parse(value) / 1_000) : Number.NaN;

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).length >= 1 &&
  Object.entries(value).length <= 20 &&
  Object.values(value).every((text) => typeof text === 'string' && text.length <= 512);
