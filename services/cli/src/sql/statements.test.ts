import { describe, expect, it } from 'vitest';
import { saysSomething, statementsIn, verbOf } from './statements.js';

describe('statements of a text', () => {
  it('end with a semicolon, unless it stands in quotes or a comment', () => {
    const text = `SELECT ';', "a;b", 'it''s; \\'; so' -- no; end
      FROM t /* nor; here */;
    SELECT 2; SELECT \`x;`;
    const { statements, rest } = statementsIn(text);
    expect(statements).toEqual([text.slice(0, text.indexOf(';\n    SELECT 2')), '\n    SELECT 2']);
    expect(rest).toBe(' SELECT `x;');
  });

  it('know the comments and texts that ClickHouse has beside those of the standard', () => {
    expect(
      statementsIn("SELECT 1 # it's one; not two\n; SELECT $$a;b$$; SELECT $t$;$$;$t$;").statements,
    ).toHaveLength(3);
  });

  it('are none of blanks and comments alone', () => {
    expect(statementsIn(';; -- nothing;\n/* here; */ ;')).toEqual({ statements: [], rest: '' });
    expect(saysSomething(' -- only words\n')).toBe(false);
    expect(saysSomething('/* */ x')).toBe(true);
  });

  it('begin with a verb, whatever stands before it', () => {
    expect(['-- why\n select 1', '(SELECT 1)', '/* DROP */ with 1 AS x', ''].map(verbOf)).toEqual([
      'SELECT',
      'SELECT',
      'WITH',
      '',
    ]);
  });
});
