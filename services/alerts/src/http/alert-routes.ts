import { secondsOf } from '@tallyboard/alerting/durations';
import type { Alerts } from '@tallyboard/api/alerts';
import type { FastifyInstance } from 'fastify';
import { failureOf } from '../evaluation/failure-of.js';
import { type AlertBook, isOpen } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { ACKNOWLEDGE } from './access.js';
import { noteIn } from './notes.js';
import { noSuch, refuse, tooMany } from './refuse.js';
import type { RuleHistory } from './rule-history.js';
import { alertShown } from './shapes.js';
import { type AskedSpan, spanOf } from './spans.js';

const MOST_SHOWN = 1_000;
const DAY = 86_400;

export interface AlertRoutes {
  book: AlertBook;
  history: RuleHistory;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch seconds. */
  seconds(): number;
}

/** The open alerts of a tenant. */
export const openAlerts = (
  { book, seconds }: Pick<AlertRoutes, 'book' | 'seconds'>,
  tenant: string,
): Alerts => ({
  tenant,
  alerts: book
    .of(tenant)
    .filter(isOpen)
    .map((alert) => alertShown(alert, book, seconds())),
});

/** Alerts: all, one, its chart, and that somebody has seen it. */
export function registerAlerts(v1: FastifyInstance, routes: AlertRoutes): void {
  const { book, history, say, seconds } = routes;

  v1.get<{ Querystring: { state?: string; rule?: string } }>('/v1/alerts', async ({ tenant, query }) => {
    if (query.state === 'open') return openAlerts(routes, tenant);
    const alerts = book.of(tenant).map((alert) => alertShown(alert, book, seconds()));
    return {
      tenant,
      alerts: alerts
        .filter(
          ({ state, rule }) =>
            (query.state === undefined || state === query.state) &&
            (query.rule === undefined || rule === query.rule),
        )
        .sort((a, b) => b.since.localeCompare(a.since))
        .slice(0, MOST_SHOWN),
    };
  });

  v1.get<{ Params: { id: string } }>('/v1/alerts/:id', async ({ tenant, params }, reply) => {
    const alert = book.alert(tenant, params.id);
    return alert ? alertShown(alert, book, seconds(), true) : noSuch(reply, 'alert', params.id);
  });

  v1.get<{ Params: { id: string }; Querystring: AskedSpan }>(
    '/v1/alerts/:id/chart',
    async ({ tenant, params, query }, reply) => {
      const alert = book.alert(tenant, params.id);
      if (!alert) return noSuch(reply, 'alert', params.id);
      const { rule: name, since, group, at } = alert.steps.at(-1)!;
      const rule = history.ruleOf(tenant, name);
      if (!rule) return refuse(reply, 404, 'no_such_rule', `the rule ${name} is no more`);
      const failure = failureOf(rule);
      if (failure !== null) return refuse(reply, 409, 'not_judged', failure);
      const around = rule.every === '1d' || secondsOf(rule.window) > DAY ? 60 * DAY : 2 * DAY;
      const span = spanOf(query, { from: since - around, to: Math.min(seconds(), at + around) });
      if (typeof span === 'string') return refuse(reply, 400, 'bad_span', span);
      const asked = { ...span, group: Object.values(group) };
      return (await history.backtest(tenant, rule, asked, () => !reply.raw.destroyed)) ?? tooMany(reply);
    },
  );

  v1.post<{ Params: { id: string }; Body: { note?: unknown } | null }>(
    ACKNOWLEDGE,
    async ({ tenant, params, body, actor }, reply) => {
      const alert = book.alert(tenant, params.id);
      if (!alert) return noSuch(reply, 'alert', params.id);
      if (alert.acknowledged) return alertShown(alert, book, seconds(), true);
      const action = { kind: 'acknowledged', alert: params.id, by: actor, ...noteIn(body) } as const;
      await say([{ kind: 'action', tenant, action }]);
      return alertShown(alert, book, seconds(), true);
    },
  );
}
