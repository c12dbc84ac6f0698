import { startContainers } from './stack/containers.js';
import { startEmbedded } from './stack/embedded.js';
import type { TestStack } from './stack/test-stack.js';

/**
 * Starts the stack that TALLY_TEST_BACKEND names: `embedded` (the default) or `containers`, which runs the
 * official images, or those in TALLY_TEST_KAFKA_IMAGE and TALLY_TEST_CLICKHOUSE_IMAGE.
 *
 * Rejects with one sentence that says what to do.
 */
export async function startTestStack(env: NodeJS.ProcessEnv = process.env): Promise<TestStack> {
  const backend = env.TALLY_TEST_BACKEND || 'embedded';
  if (backend === 'embedded') return startEmbedded();
  if (backend === 'containers') return startContainers(env);
  throw new Error(`TALLY_TEST_BACKEND is embedded or containers, not ${backend}.`);
}
