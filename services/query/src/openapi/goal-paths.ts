import { Goal, GoalProgress, Goals } from '@tallyboard/api/goals';
import { type Json, referring } from '@tallyboard/api/json-schema';

const text = { type: 'string' };
const refused = { $ref: '#/components/responses/Refused' };
const REFUSALS = { 400: refused, 401: refused, 403: refused, 404: refused, 503: refused };
const NAME = { name: 'name', in: 'path', required: true, description: 'Of the goal.', schema: text };

const operation = (summary: string, shape: unknown): Json => ({
  summary,
  responses: {
    200: { description: summary, content: { 'application/json': { schema: referring(shape) } } },
    ...REFUSALS,
  },
});

/** Shapes that the paths of goals refer to. */
export const GOAL_SHAPES = [Goal, GoalProgress, Goals];

/** Goals in the OpenAPI document, which has a response `Refused`. */
export const GOAL_PATHS: Json = {
  '/v1/goals': {
    get: {
      ...operation('Goals and how far they are', Goals),
      description:
        'What adds up (counts, sums) is expected to do so evenly over the working time of the period, and projected so; a level (a share, a mean, a stock) is projected to stay what it is. `status`: `to_come`, `no_value`, `reached`, `on_pace`, `behind`, `missed`.',
      parameters: [
        { name: 'office', in: 'query', description: 'Only those that are filtered to it.', schema: text },
      ],
    },
  },
  '/v1/goals/{name}': {
    get: { ...operation('One goal and how far it is', GoalProgress), parameters: [NAME] },
    put: {
      ...operation('Set a goal, or set it anew', GoalProgress),
      description:
        'Wants an API key with the scopes read and alerts. Either `period`, anew each time, or `from` and `to`; of money a filter by one currency, or `currency`, into which amounts are converted.',
      parameters: [NAME],
      requestBody: {
        content: {
          'application/json': {
            schema: referring(Goal),
            example: { metric: 'calls', period: 'this_month', target: 2_000, filter: { office: ['munich'] } },
          },
        },
      },
    },
    delete: {
      summary: 'Take a goal out',
      parameters: [NAME],
      responses: { 204: { description: 'It is out.' }, ...REFUSALS },
    },
  },
};
