import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@tallyboard/embedded/stack';
import type { TestStack } from './test-stack.js';
import { testUser } from './test-user.js';

/** The embedded engines, with their data in a temporary directory that goes when they stop. */
export async function startEmbedded(): Promise<TestStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tallyboard-test-'));
  const forget = () => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  const log = (line: string) => {
    // A first download takes a while, and a silent wait looks like a hang.
    if (/Kafka/.test(line)) console.error(line);
  };
  try {
    const stack = await startStack({
      dataDir,
      log,
      clickhouse: { password: testUser.password },
    });
    return {
      brokers: stack.kafka.brokers,
      clickhouseUrl: stack.clickhouse.url,
      backend: 'embedded',
      async stop() {
        await stack.stop();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}
