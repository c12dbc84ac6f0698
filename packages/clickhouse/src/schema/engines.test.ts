import { tables } from '@tallyboard/facts/tables';
import { describe, expect, it } from 'vitest';
import { withEngines } from './engines.js';
import { readMigrations } from './migrations.js';

describe('engines', () => {
  it('are replicated in every statement that makes a table, with the arguments that they have', async () => {
    const statements = [
      ...(await readMigrations()).flatMap((migration) => migration.statements),
      ...tables().map(({ create }) => create),
    ].filter((statement) => /\bCREATE TABLE\b/.test(statement));
    expect(statements.length).toBeGreaterThan(20);
    for (const statement of statements) {
      const engine = /\nENGINE = (.*)/.exec(statement)?.[1];
      expect(withEngines(statement, 'replicated')).toContain(`\nENGINE = Replicated${engine}`);
      expect(withEngines(statement, 'single')).toBe(statement);
    }
  });
});
