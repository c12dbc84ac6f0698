import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type {} from './global-setup.js';

/** The stack of this test run, and names in it that no other test file uses. */
export interface Isolated {
  brokers: string;
  clickhouseUrl: string;
  /** A ClickHouse database, which does not exist yet. */
  database: string;
  /** For topics, consumer groups and client ids; ends in a dot. */
  topicPrefix: string;
}

/** Once per test file, or per test for a clean slate. */
export function isolated(): Isolated {
  const id = randomBytes(4).toString('hex');
  return {
    brokers: inject('brokers'),
    clickhouseUrl: inject('clickhouseUrl'),
    database: `test_${id}`,
    topicPrefix: `test-${id}.`,
  };
}
