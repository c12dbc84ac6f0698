import type { OfficeZone } from '@tallyboard/alerting/by-zone';
import type { ReadSums } from '@tallyboard/alerting/history';
import type { Deliveries } from '@tallyboard/api/alerts';
import { type HealthRoutes, registerHealth } from '@tallyboard/runtime/health';
import { guardHosts } from '@tallyboard/runtime/hosts';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Delivery } from '../delivery/delivery.js';
import type { Failed, Pending } from '../delivery/lane.js';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import type { BrokenFile } from '../rules/rule-files.js';
import type { RulesInForce } from '../rules/rules-in-force.js';
import { type AccessOptions, guardAccess } from './access.js';
import { openAlerts, registerAlerts } from './alert-routes.js';
import { answerErrors } from './errors.js';
import { alertsDocument } from './openapi.js';
import { createRuleHistory } from './rule-history.js';
import { type RuleRoutes, registerRules } from './rule-routes.js';
import { deliveryShown } from './shapes.js';
import { registerSilences } from './silence-routes.js';
import { registerStream } from './stream-route.js';

export interface AppDeps extends HealthRoutes, AccessOptions {
  book: AlertBook;
  standing: RuleRoutes['standing'];
  rules: RulesInForce;
  brokenFiles(): readonly BrokenFile[];
  /** Whether this instance judges, or stands by. */
  isJudging: RuleRoutes['isJudging'];
  read(tenant: string): ReadSums;
  offices(tenant: string): Promise<readonly OfficeZone[]>;
  say(records: readonly AlertRecord[]): Promise<void>;
  delivery: Delivery;
  /** Epoch ms. */
  now(): number;
  log: FastifyBaseLogger;
}

/** The API of alerts, without its process. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { book, standing, rules, say, delivery } = deps;
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: 200 },
  });
  answerErrors(app);
  guardHosts(app, deps.allowedHosts);
  registerHealth(app, deps);
  app.get('/openapi.json', async () => alertsDocument());
  const seconds = () => Math.floor(deps.now() / 1_000);
  const ruleOf = (tenant: string, name: string) => rules.named(tenant, name)?.rule;
  const history = createRuleHistory({
    ruleOf,
    read: deps.read,
    offices: deps.offices,
    monotonicMs: () => performance.now(),
  });
  await app.register(async (v1) => {
    const { isStillIn } = guardAccess(v1, deps);
    registerAlerts(v1, { book, history, say, seconds });
    registerStream(v1, { book, isStillIn, open: (tenant) => openAlerts({ book, seconds }, tenant) });
    const { brokenFiles, isJudging } = deps;
    registerRules(v1, { book, standing, rules, brokenFiles, isJudging, history, say, seconds });
    registerSilences(v1, { book, ruleOf, say, seconds });
    v1.get('/v1/alert-deliveries', async ({ tenant }): Promise<Deliveries> => {
      const shown = (all: readonly (Pending | Failed)[]) =>
        all.filter((each) => each.tenant === tenant).map(deliveryShown);
      return { tenant, pending: shown(delivery.pending()), failed: shown(delivery.failed()) };
    });
  });
  return app;
}
