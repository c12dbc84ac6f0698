import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests import sources directly; what they spawn as processes is the built `dist`. */
const sources = {
  root,
  resolve: { conditions: ['@tallyboard/source'] },
  ssr: { resolve: { conditions: ['@tallyboard/source'] } },
};

const patience = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 45_000 } },
  setupFiles: ['.config/patience.ts'],
};

/** `unit` needs nothing; `integration` runs against one stack, which starts before its first file. */
export default defineConfig({
  root,
  test: {
    // One more than the cores of a small machine: a third of the time of most files is waiting.
    maxWorkers: 3,
    projects: [
      {
        ...sources,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'services/*/src/**/*.test.ts'],
          exclude: ['**/*.it.test.ts'],
          ...patience,
        },
      },
      {
        ...sources,
        test: {
          name: 'integration',
          include: ['packages/*/src/**/*.it.test.ts', 'services/*/src/**/*.it.test.ts', 'test/**/*.test.ts'],
          // What takes minutes and has a short form beside it: npm run test:long.
          exclude: ['**/node_modules/**', ...(process.env.LONG_TESTS ? [] : ['**/*.long.test.ts'])],
          globalSetup: ['packages/testkit/src/stack/global-setup.ts'],
          ...patience,
        },
      },
    ],
  },
});
