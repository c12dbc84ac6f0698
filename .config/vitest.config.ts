import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests import sources directly; what they spawn as processes is the built `dist`. */
export default defineConfig({
  root,
  resolve: { conditions: ['@tallyboard/source'] },
  ssr: { resolve: { conditions: ['@tallyboard/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'services/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
