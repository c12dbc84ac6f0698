/** What the query service asks of ClickHouse. Throws a Failure when it does not answer. */
export interface Database {
  rows<T>(sql: string, params?: Record<string, unknown>): Promise<T[]>;
}
