import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startTestStack } from '../stack.js';
import { images } from './containers.js';
import { brokerSettings } from './kafka-container.js';

const hasDocker = existsSync('/var/run/docker.sock') || process.env.DOCKER_HOST !== undefined;

test.skipIf(hasDocker)('containers without Docker are refused in one sentence', async () => {
  await expect(startTestStack({ TALLY_TEST_BACKEND: 'containers' })).rejects.toThrow(
    'TALLY_TEST_BACKEND=containers needs Docker and none answers: start it, or leave the variable out to test with the embedded engines.',
  );
});

test('a backend that does not exist is refused', async () => {
  await expect(startTestStack({ TALLY_TEST_BACKEND: 'docker' })).rejects.toThrow(
    'TALLY_TEST_BACKEND is embedded or containers, not docker.',
  );
});

test('people get the images and the broker settings that tests use', () => {
  const compose = readFileSync(new URL('../../../../infra/compose.yaml', import.meta.url), 'utf8');
  expect(compose).toContain(`image: \${TALLY_KAFKA_IMAGE:-${images.kafka}}`);
  expect(compose).toContain(`image: \${TALLY_CLICKHOUSE_IMAGE:-${images.clickhouse}}`);
  for (const [name, value] of Object.entries(brokerSettings)) {
    expect(compose).toContain(`${name}: "${value}"`);
  }
});
