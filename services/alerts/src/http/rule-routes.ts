import { judgeOf } from '@tallyboard/alerting/judge';
import type { Rule } from '@tallyboard/alerting/rule';
import { ruleProblems } from '@tallyboard/alerting/rule-problems';
import type { AlertRule, AlertRules } from '@tallyboard/api/alerts';
import type { FastifyInstance } from 'fastify';
import { failureOf } from '../evaluation/failure-of.js';
import type { RuleStanding } from '../evaluation/watched-rules.js';
import type { AlertBook } from '../log/alert-book.js';
import type { AlertRecord } from '../log/records.js';
import { iso } from '../message/in-iso.js';
import type { BrokenFile } from '../rules/rule-files.js';
import type { RuleInForce, RulesInForce } from '../rules/rules-in-force.js';
import { noSuch, refuse, tooMany } from './refuse.js';
import type { RuleHistory } from './rule-history.js';
import { type AskedSpan, spanOf } from './spans.js';

const DAY = 86_400;
const MOST_RULES = 5_000;

export interface RuleRoutes {
  book: AlertBook;
  /** How a rule is doing; null where it is not judged here. */
  standing(tenant: string, rule: string): RuleStanding | null;
  rules: RulesInForce;
  brokenFiles(): readonly BrokenFile[];
  /** Whether this instance judges the rules of a tenant, or stands by. */
  isJudging(tenant: string): boolean;
  history: RuleHistory;
  say(records: readonly AlertRecord[]): Promise<void>;
  /** Epoch seconds. */
  seconds(): number;
}

/** Rules: how they stand, when one would have fired, and those that are made here instead of in a file. */
export function registerRules(v1: FastifyInstance, routes: RuleRoutes): void {
  const { book, standing: standingOf, rules, brokenFiles, isJudging, history, say, seconds } = routes;
  const shown = ({ tenant, rule, source }: RuleInForce): AlertRule => {
    const standing = standingOf(tenant, rule.name);
    const failure = failureOf(rule);
    return {
      name: rule.name,
      title: rule.title ?? rule.name,
      words: failure === null ? judgeOf(rule).words : '',
      severity: rule.severity ?? 'warning',
      enabled: rule.enabled !== false,
      source,
      judged_to: standing?.judgedTo ? iso(standing.judgedTo) : null,
      groups: standing?.groups ?? 0,
      waiting_for: [...(standing?.waitingFor ?? [])],
      data_missing: standing?.isMissing ?? false,
      failure: standing?.failure ?? failure,
      firing: book.openOf(tenant, rule.name).filter(({ steps }) => steps.at(-1)!.state === 'firing').length,
      rule,
    };
  };

  v1.get('/v1/alert-rules', async ({ tenant }): Promise<AlertRules> => {
    const own = rules.all().filter((each) => each.tenant === tenant);
    const broken = brokenFiles().filter((each) => each.tenant === tenant);
    return {
      tenant,
      judged_here: isJudging(tenant),
      rules: own.map(shown),
      broken_files: broken.map(({ file, problems }) => ({ file, problems: [...problems] })),
    };
  });

  v1.get<{ Params: { name: string } }>('/v1/alert-rules/:name', async ({ tenant, params }, reply) => {
    const found = rules.named(tenant, params.name);
    return found ? shown(found) : noSuch(reply, 'rule', params.name);
  });

  v1.put<{ Params: { name: string }; Body: unknown }>(
    '/v1/alert-rules/:name',
    async ({ tenant, params, body, actor }, reply) => {
      const given = isObject(body) ? { ...body, name: body.name ?? params.name } : body;
      const problems = ruleProblems(given);
      if (problems.length > 0)
        return refuse(
          reply,
          400,
          'bad_rule',
          problems.map(({ message }) => message).join('; '),
          problems.map(({ path, message }) => ({ field: path.join('.'), message })),
        );
      const rule = given as Rule;
      if (rule.name !== params.name)
        return refuse(reply, 400, 'bad_rule', `the rule calls itself ${rule.name}, the path ${params.name}`);
      const known = rules.named(tenant, rule.name);
      if (known?.source === 'file')
        return refuse(reply, 409, 'in_a_file', `${rule.name} is written in a file of rules: change it there`);
      if (
        known?.source !== 'api' &&
        book.defined.filter((each) => each.tenant === tenant).length >= MOST_RULES
      )
        return refuse(reply, 400, 'too_many', `${MOST_RULES} rules are made already`);
      await say([{ kind: 'action', tenant, action: { kind: 'rule_set', rule, by: actor } }]);
      return shown(rules.named(tenant, rule.name)!);
    },
  );

  v1.delete<{ Params: { name: string } }>(
    '/v1/alert-rules/:name',
    async ({ tenant, params: { name }, actor }, reply) => {
      const found = rules.named(tenant, name);
      if (!found) return noSuch(reply, 'rule', name);
      if (found.source !== 'api')
        return refuse(
          reply,
          409,
          'not_made_here',
          found.source === 'file'
            ? `${name} is written in a file of rules: take it out there`
            : `${name} is a ready rule: put one of its name with "enabled": false in its place`,
        );
      await say([{ kind: 'action', tenant, action: { kind: 'rule_removed', rule: name, by: actor } }]);
      return reply.code(204).send();
    },
  );

  v1.get<{ Params: { name: string }; Querystring: AskedSpan }>(
    '/v1/alert-rules/:name/backtest',
    async ({ tenant, params, query }, reply) => {
      const rule = history.ruleOf(tenant, params.name);
      if (!rule) return noSuch(reply, 'rule', params.name);
      const failure = failureOf(rule);
      if (failure !== null) return refuse(reply, 409, 'not_judged', failure);
      const span = spanOf(query, { from: seconds() - 30 * DAY, to: seconds() });
      if (typeof span === 'string') return refuse(reply, 400, 'bad_span', span);
      return (await history.backtest(tenant, rule, span, () => !reply.raw.destroyed)) ?? tooMany(reply);
    },
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
