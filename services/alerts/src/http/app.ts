import { randomUUID } from 'node:crypto';
import { backtest } from '@tallyboard/alerting/backtest';
import type { OfficeZone } from '@tallyboard/alerting/by-zone';
import { secondsOf } from '@tallyboard/alerting/durations';
import type { ReadSums } from '@tallyboard/alerting/history';
import { judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import type { Alerts } from '@tallyboard/api/alerts';
import type { Principal } from '@tallyboard/runtime/api-keys';
import { type HealthRoutes, registerHealth } from '@tallyboard/runtime/health';
import { guardHosts } from '@tallyboard/runtime/hosts';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import type { Delivery } from '../delivery/delivery.js';
import type { Evaluator, TenantRule } from '../evaluation/evaluator.js';
import { type AlertBook, isOpen } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { alertShown, silenceShown } from './shapes.js';

export interface AppDeps extends HealthRoutes {
  book: AlertBook;
  evaluator: Evaluator;
  rules(): readonly TenantRule[];
  read(tenant: string): ReadSums;
  offices(tenant: string): Promise<readonly OfficeZone[]>;
  say(records: readonly AlertRecord[]): Promise<void>;
  delivery: Delivery;
  keys: { authenticate(credentials: string | undefined): Principal | null } | null;
  anonymousTenant: string | null;
  /** Epoch ms. */
  now(): number;
  log: FastifyBaseLogger;
}

declare module 'fastify' {
  interface FastifyRequest {
    tenant: string;
    /** Who acts: the id of the key, or `the wall`. */
    actor: string;
    mayAct: boolean;
  }
}

const MOST_STREAMS = 500;
/** A client that leaves so much unread is not there any more. */
const MOST_UNREAD_BYTES = 1_000_000;
/** A key that was taken out ends its streams within this time. */
const KEY_CHECK_MS = 1_000;
const MOST_SHOWN = 1_000;
const MOST_SILENCES = 1_000;
const DAY = 86_400;
const LONGEST_BACKTEST = 800 * DAY;

/** The API of alerts, without its process. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { book, now, log } = deps;
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: 200 },
  });
  guardHosts(app, deps.allowedHosts);
  registerHealth(app, deps);
  const streams = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of [...streams]) end();
  });
  await app.register(async (v1) => {
    v1.decorateRequest('tenant', '');
    v1.decorateRequest('actor', '');
    v1.decorateRequest('mayAct', false);
    /** Whose alerts a request is about; null: nobody's that is known here. */
    const principalOf = (
      authorization: string | undefined,
    ): Pick<Principal, 'tenant' | 'keyId' | 'scopes'> | null => {
      if (authorization !== undefined) return deps.keys?.authenticate(authorization) ?? null;
      const { anonymousTenant: tenant } = deps;
      return tenant === null ? null : { tenant, keyId: 'the wall', scopes: ['read', 'alerts'] };
    };
    v1.addHook('onRequest', async (request, reply) => {
      const { authorization } = request.headers;
      const principal = principalOf(authorization);
      if (!principal)
        return authorization === undefined
          ? refuse(reply, 401, 'no_key', 'an API key is needed: send it as Authorization: Bearer <key>')
          : refuse(reply, 401, 'unknown_key', 'this API key is not known here');
      const { tenant, keyId, scopes } = principal;
      if (!scopes.includes('read') && !scopes.includes('alerts'))
        return refuse(
          reply,
          403,
          'wrong_scope',
          'this API key may not read alerts: it wants the scope read or alerts',
        );
      Object.assign(request, { tenant, actor: keyId, mayAct: scopes.includes('alerts') });
    });
    v1.addHook('preHandler', async (request, reply) => {
      if (request.method !== 'GET' && !request.mayAct)
        return refuse(reply, 403, 'wrong_scope', 'this API key may only read: it wants the scope alerts');
    });

    const seconds = () => Math.floor(now() / 1_000);
    const open = (tenant: string): Alerts => ({
      tenant,
      alerts: book
        .of(tenant)
        .filter(isOpen)
        .map((alert) => alertShown(alert, book, seconds())),
    });
    const ruleOf = (tenant: string, name: string): Rule | undefined =>
      deps.rules().find((each) => each.tenant === tenant && each.rule.name === name)?.rule;

    v1.get<{ Querystring: { state?: string; rule?: string } }>('/v1/alerts', async ({ tenant, query }) => {
      if (query.state === 'open') return open(tenant);
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

    v1.get('/v1/alerts/stream', async (request, reply) => {
      if (streams.size >= MOST_STREAMS) return refuse(reply, 503, 'busy', 'too many streams are open');
      const { tenant } = request;
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const write = (text: string) => {
        if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
        else raw.write(text);
      };
      const send = () => write(`event: alerts\ndata: ${JSON.stringify(open(tenant))}\n\n`);
      const deaf = book.listen((changed) => {
        if (changed === tenant) send();
      });
      const beat = setInterval(() => write(': alive\n\n'), 10_000);
      const checked = setInterval(() => {
        if (principalOf(request.headers.authorization)?.tenant !== tenant) end();
      }, KEY_CHECK_MS);
      const end = () => {
        clearInterval(beat);
        clearInterval(checked);
        deaf();
        streams.delete(end);
        raw.end();
      };
      streams.add(end);
      raw.on('close', end);
      send();
      return reply;
    });

    v1.get<{ Params: { id: string } }>('/v1/alerts/:id', async ({ tenant, params }, reply) => {
      const alert = book.alert(tenant, params.id);
      return alert ? alertShown(alert, book, seconds(), true) : noSuch(reply, 'alert', params.id);
    });

    v1.get<{ Params: { id: string }; Querystring: Span }>(
      '/v1/alerts/:id/chart',
      async ({ tenant, params, query }, reply) => {
        const alert = book.alert(tenant, params.id);
        if (!alert) return noSuch(reply, 'alert', params.id);
        const { rule: name, since, group, at } = alert.steps.at(-1)!;
        const rule = ruleOf(tenant, name);
        if (!rule) return refuse(reply, 404, 'no_such_rule', `the rule ${name} is no more`);
        const around = rule.every === '1d' || secondsOf(rule.window) > DAY ? 60 * DAY : 2 * DAY;
        const span = spanOf(query, { from: since - around, to: Math.min(seconds(), at + around) });
        if (typeof span === 'string') return refuse(reply, 400, 'bad_span', span);
        const asked = { ...span, group: Object.values(group) };
        return backtest(tenant, rule, await deps.offices(tenant), asked, deps.read(tenant));
      },
    );

    v1.post<{ Params: { id: string }; Body: { note?: unknown } | null }>(
      '/v1/alerts/:id/acknowledge',
      async ({ tenant, params, body, actor }, reply) => {
        const alert = book.alert(tenant, params.id);
        if (!alert) return noSuch(reply, 'alert', params.id);
        const note = noteIn(body);
        await deps.say([
          { kind: 'action', tenant, action: { kind: 'acknowledged', alert: params.id, by: actor, ...note } },
        ]);
        return alertShown(alert, book, seconds(), true);
      },
    );

    v1.get('/v1/alert-rules', async ({ tenant }) => ({
      tenant,
      rules: deps
        .rules()
        .filter((each) => each.tenant === tenant)
        .map(({ rule }) => {
          const standing = deps.evaluator.standing(tenant, rule.name);
          return {
            name: rule.name,
            title: rule.title ?? rule.name,
            words: judgeOf(rule).words,
            severity: rule.severity ?? 'warning',
            enabled: rule.enabled !== false,
            judged_to: standing?.judgedTo ? new Date(standing.judgedTo * 1_000).toISOString() : null,
            groups: standing?.groups ?? 0,
            waiting_for: standing?.waitingFor ?? [],
            data_missing: standing?.isMissing ?? false,
            failure: standing?.failure ?? null,
            firing: book.openOf(tenant, rule.name).filter(({ steps }) => steps.at(-1)!.state === 'firing')
              .length,
            rule,
          };
        }),
    }));

    v1.get<{ Params: { name: string }; Querystring: Span }>(
      '/v1/alert-rules/:name/backtest',
      async ({ tenant, params, query }, reply) => {
        const rule = ruleOf(tenant, params.name);
        if (!rule) return noSuch(reply, 'rule', params.name);
        const span = spanOf(query, { from: seconds() - 30 * DAY, to: seconds() });
        if (typeof span === 'string') return refuse(reply, 400, 'bad_span', span);
        return backtest(tenant, rule, await deps.offices(tenant), span, deps.read(tenant));
      },
    );

    v1.get('/v1/alert-silences', async ({ tenant }) => ({
      tenant,
      silences: book
        .silences(tenant)
        .filter(({ to }) => to > seconds())
        .map(silenceShown),
    }));

    v1.post<{ Body: SilenceBody | null }>('/v1/alert-silences', async ({ tenant, body, actor }, reply) => {
      const { rule, group, until, for: duration } = body ?? {};
      const from = seconds();
      const to =
        typeof until === 'string'
          ? Math.floor(Date.parse(until) / 1_000)
          : /^[1-9]\d{0,3}[mhdw]$/.test(String(duration))
            ? from + secondsOf(String(duration))
            : Number.NaN;
      if (!(to > from))
        return refuse(
          reply,
          400,
          'bad_silence',
          'say how long: for (30m, 4h, 2d) or until (an instant to come)',
        );
      if (rule !== undefined && !ruleOf(tenant, String(rule))) return noSuch(reply, 'rule', String(rule));
      if (rule === undefined && group === undefined)
        return refuse(reply, 400, 'bad_silence', 'say what: rule, group (dimension → value), or both');
      if (group !== undefined && !isTexts(group))
        return refuse(reply, 400, 'bad_silence', 'group wants dimensions and their values as text');
      if (book.silences(tenant).filter((each) => each.to > from).length >= MOST_SILENCES)
        return refuse(reply, 400, 'too_many', `${MOST_SILENCES} silences are open already`);
      const silence = randomUUID().slice(0, 8);
      await deps.say([
        {
          kind: 'action',
          tenant,
          action: {
            kind: 'silenced',
            silence,
            from,
            to,
            by: actor,
            ...(rule === undefined ? {} : { rule: String(rule) }),
            ...(group === undefined ? {} : { group }),
            ...noteIn(body),
          },
        },
      ]);
      return silenceShown(book.silences(tenant).find((each) => each.silence === silence)!);
    });

    v1.delete<{ Params: { id: string } }>(
      '/v1/alert-silences/:id',
      async ({ tenant, params, actor }, reply) => {
        if (!book.silences(tenant).some(({ silence }) => silence === params.id))
          return noSuch(reply, 'silence', params.id);
        await deps.say([
          { kind: 'action', tenant, action: { kind: 'unsilenced', silence: params.id, by: actor } },
        ]);
        return reply.code(204).send();
      },
    );

    v1.get('/v1/alert-deliveries', async ({ tenant }) => ({
      tenant,
      pending: deps.delivery.pending(),
      failed: deps.delivery.failed(),
    }));
  });
  return app;
}

interface Span {
  from?: string;
  to?: string;
}

interface SilenceBody {
  rule?: unknown;
  group?: Record<string, string>;
  for?: unknown;
  until?: unknown;
  note?: unknown;
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).length <= 20 &&
  Object.values(value).every((text) => typeof text === 'string' && text.length <= 512);

const noteIn = (body: { note?: unknown } | null | undefined): { note?: string } =>
  typeof body?.note === 'string' ? { note: body.note.slice(0, 500) } : {};

function spanOf(
  { from, to }: Span,
  otherwise: { from: number; to: number },
): { from: number; to: number } | string {
  const span = {
    from: from === undefined ? otherwise.from : Math.floor(Date.parse(from) / 1_000),
    to: to === undefined ? otherwise.to : Math.floor(Date.parse(to) / 1_000),
  };
  if (!Number.isFinite(span.from) || !Number.isFinite(span.to))
    return 'from and to want instants, as in 2026-03-02T00:00:00Z';
  if (span.to <= span.from) return 'to must be after from';
  if (span.to - span.from > LONGEST_BACKTEST) return 'at most 800 days at once';
  return span;
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } });

const noSuch = (reply: FastifyReply, what: string, name: string): FastifyReply =>
  refuse(reply, 404, `no_such_${what}`, `there is no ${what} ${JSON.stringify(name.slice(0, 80))}`);
