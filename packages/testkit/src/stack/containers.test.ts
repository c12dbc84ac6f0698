import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startTestStack } from '../stack.js';

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
