/** Which engines tables have; migrations and definitions are written for the first. */
export type Engines = 'single' | 'replicated';

/**
 * The same statement for tables that ClickHouse keeps in several replicas; where its server keeps their paths and
 * names them is that server's configuration (`default_replica_path`, `default_replica_name`).
 */
export function withEngines(statement: string, engines: Engines): string {
  return engines === 'single'
    ? statement
    : statement.replace(
        /\bENGINE\s*=\s*(\w*MergeTree)\b/g,
        (_whole, engine: string) => `ENGINE = Replicated${engine}`,
      );
}
