import { shapeProblems } from '@tallyboard/alerting/shape-problems';
import { goalProgress, questionOfGoal } from '@tallyboard/answers/goal';
import { badParameter, Refusal, unknownWord } from '@tallyboard/answers/refusal';
import { Goal, type GoalProgress, type Goals } from '@tallyboard/api/goals';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from '../metrics/metric-route.js';
import type { ServedShard } from '../shards/served-shard.js';
import type { GoalLog } from './goal-book.js';

const MOST_GOALS = 200;
/** As many are asked for at once as leave the database room for others. */
const AT_ONCE = 4;
/** Many screens show the same goals: what is as recent is not asked for again. */
const KEEP_MS = 3_000;

export interface GoalRouteDeps extends MetricRouteDeps {
  goals: GoalLog;
}

interface Kept {
  goal: Goal;
  atMs: number;
  /** Up to when everything was counted. */
  completeTo: number | null;
  progress: Promise<GoalProgress | Refusal>;
}

/** GET, PUT and DELETE /v1/goals: what metrics are to come to, and how far they are. */
export function registerGoals(app: FastifyInstance, deps: GoalRouteDeps): void {
  const { goals, now } = deps;
  const kept = new Map<string, Kept>();
  const askedOf = (shard: ServedShard, tenant: string, goal: Goal): Kept => {
    const key = `${tenant}/${goal.name}`;
    const known = kept.get(key);
    if (known?.goal === goal && now() - known.atMs < KEEP_MS) return known;
    const completeTo = shard.progress.completeTo();
    const asked = { goal, atMs: now(), completeTo, progress: goalProgress(shard, tenant, goal) };
    asked.progress.catch(() => kept.delete(key));
    kept.set(key, asked);
    return asked;
  };

  app.get('/v1/goals', async (request, reply) => {
    const search = searchOf(request);
    const stranger = [...search.keys()].find((name) => name !== 'office');
    if (stranger !== undefined)
      return refuse(reply, unknownWord('parameter', stranger, 'a parameter of goals', ['office']));
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const office = search.get('office');
    const own = goals.book
      .of(request.tenant)
      .filter(({ filter }) => office === null || filter?.office?.includes(office));
    const told: GoalProgress[] = [];
    const { shard } = request;
    let completeTo: number | null = shard.progress.completeTo();
    for (let i = 0; i < own.length; i += AT_ONCE) {
      const asked = own.slice(i, i + AT_ONCE).map((goal) => askedOf(shard, request.tenant, goal));
      for (const each of asked) {
        const progress = await each.progress;
        // Its metric or office is no more: whoever looks at it alone is told.
        if (progress instanceof Refusal) continue;
        told.push(progress);
        completeTo =
          completeTo === null || each.completeTo === null ? null : Math.min(completeTo, each.completeTo);
      }
    }
    const answered: Goals = {
      tenant: request.tenant,
      goals: told,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return answered;
  });

  app.get<{ Params: { name: string } }>('/v1/goals/:name', async (request, reply) => {
    const goal = goals.book.named(request.tenant, request.params.name);
    if (!goal) return refuse(reply, noSuchGoal(goals, request, request.params.name));
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const progress = await askedOf(request.shard, request.tenant, goal).progress;
    return progress instanceof Refusal ? refuse(reply, progress) : progress;
  });

  app.put<{ Params: { name: string }; Body: unknown }>('/v1/goals/:name', async (request, reply) => {
    if (request.setsBy === null) return refuse(reply, MAY_NOT_SET);
    const goal = readGoal(request.params.name, request.body);
    if (goal instanceof Refusal) return refuse(reply, goal);
    const { tenant, shard } = request;
    if (!goals.book.named(tenant, goal.name) && goals.book.of(tenant).length >= MOST_GOALS)
      return refuse(reply, badParameter('goal', `${MOST_GOALS} goals are set already: remove one`));
    // The signal of a request with a body is aborted once that is read.
    const progress = await goalProgress(shard, tenant, goal);
    if (progress instanceof Refusal) return refuse(reply, progress);
    await goals.say({ kind: 'goal_set', tenant, goal, by: request.setsBy });
    return progress;
  });

  app.delete<{ Params: { name: string } }>('/v1/goals/:name', async (request, reply) => {
    if (request.setsBy === null) return refuse(reply, MAY_NOT_SET);
    const { tenant } = request;
    const { name } = request.params;
    if (!goals.book.named(tenant, name)) return refuse(reply, noSuchGoal(goals, request, name));
    await goals.say({ kind: 'goal_removed', tenant, name, by: request.setsBy });
    return reply.code(204).send();
  });
}

const MAY_NOT_SET = new Refusal(
  403,
  'wrong_scope',
  'whoever sets a goal needs an API key with the scopes read and alerts, as for rules, which tally keys create makes',
  { field: 'scope', allowed: ['alerts'] },
);

/** What was sent as a goal of that name; a Refusal that says what is wrong with it. */
function readGoal(name: string, body: unknown): Goal | Refusal {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const given = isObject ? { name, ...body } : body;
  const problems = shapeProblems(Goal, given);
  if (problems.length > 0) {
    const sentences = problems.map(({ path, message }) => `${path.join('.') || 'a goal'} ${message}`);
    return badParameter(String(problems[0]!.path[0] ?? 'goal'), sentences.join('; '));
  }
  const goal = given as Goal;
  if (goal.name !== name) return badParameter('name', `the goal calls itself ${goal.name}, the path ${name}`);
  const question = questionOfGoal(goal, 'UTC');
  return question instanceof Refusal ? question : goal;
}

function noSuchGoal({ book }: GoalLog, { tenant }: FastifyRequest, name: string): Refusal {
  const names = book.of(tenant).map((goal) => goal.name);
  const { message } = unknownWord('goal', name, 'a goal', names);
  return new Refusal(404, 'no_such_goal', message, { field: 'name', allowed: names });
}
