import { Failure } from '@tallyboard/runtime/failure';

/** Node's codes for a server that is not there. */
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EPIPE',
]);

/** What ClickHouse calls those of its errors that settings can mend, and what to do about each. */
const WRONG_USER = () =>
  'does not know that user and password: set TALLY_CLICKHOUSE_USER and TALLY_CLICKHOUSE_PASSWORD';
const MENDED_BY_SETTINGS: Record<string, (database: string) => string> = {
  AUTHENTICATION_FAILED: WRONG_USER,
  REQUIRED_PASSWORD: WRONG_USER,
  UNKNOWN_DATABASE: (database) =>
    `has no database "${database}": set TALLY_CLICKHOUSE_DATABASE to the one that the processor fills`,
};

/** A server that is not there, or that refuses the settings, as a sentence; any other error as it is. */
export function asFailure(error: unknown, url: string, database: string): unknown {
  const { code = '', type = '' } = error as { code?: string; type?: string };
  if (GONE.has(code))
    return new Failure(
      `ClickHouse does not answer at ${url} (${code}): start it (npm start brings one along) or set TALLY_CLICKHOUSE_URL to a server that runs.`,
      { cause: error },
    );
  const mend = MENDED_BY_SETTINGS[type];
  return mend ? new Failure(`ClickHouse at ${url} ${mend(database)}.`, { cause: error }) : error;
}
