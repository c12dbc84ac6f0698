/** A broker and a ClickHouse, empty, for tests alone. */
export interface TestStack {
  /** For example `127.0.0.1:9092`. */
  brokers: string;
  /** Takes the user of test-user.ts. */
  clickhouseUrl: string;
  backend: 'embedded' | 'containers';
  /** Stops both and forgets their data. */
  stop(): Promise<void>;
}
