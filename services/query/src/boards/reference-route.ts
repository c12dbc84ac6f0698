import { Refusal } from '@tallyboard/answers/refusal';
import { schedulesSaid } from '@tallyboard/answers/schedules';
import type { Offices, Reps, Schedules } from '@tallyboard/api/query';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { checkBoardParameters, officeBoard } from './boards.js';

/** GET /v1/offices, /v1/reps, /v1/schedules and /v1/boards/{id}. */
export function registerReference(app: FastifyInstance): void {
  app.get(
    '/v1/offices',
    async ({ tenant, shard }): Promise<Offices> => ({
      tenant,
      offices: [...(await shard.reference(tenant)).offices.values()],
    }),
  );
  app.get(
    '/v1/reps',
    async ({ tenant, shard }): Promise<Reps> => ({
      tenant,
      reps: [...(await shard.reference(tenant)).reps.values()],
    }),
  );
  app.get(
    '/v1/schedules',
    async ({ tenant, shard }): Promise<Schedules> => ({
      tenant,
      schedules: await schedulesSaid(shard.database, tenant),
    }),
  );
  app.get<{ Params: { id: string } }>('/v1/boards/:id', async (request, reply) => {
    const search = searchOf(request);
    const board =
      checkBoardParameters(search) ??
      (await officeBoard(request.params.id, search, request.shard.reference, request.tenant));
    return board instanceof Refusal ? refuse(reply, board) : { tenant: request.tenant, ...board };
  });
}
