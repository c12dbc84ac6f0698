/** What an answer asks of ClickHouse. Rejects with a Failure when it does not answer, and once `signal` is aborted. */
export interface Database {
  rows<T>(sql: string, params?: Record<string, unknown>, signal?: AbortSignal): Promise<T[]>;
}
