/** As whom tests and the services that they start use ClickHouse: the services' user, with the password of all test stacks. */
export const testUser = { user: 'tally', password: 'of the tests' };

/** Settings by which services use these engines, under these names. */
export function settingsOf(stack: {
  brokers: string;
  clickhouseUrl: string;
  database: string;
  topicPrefix: string;
}) {
  return {
    TALLY_KAFKA_BROKERS: stack.brokers,
    TALLY_TOPIC_PREFIX: stack.topicPrefix,
    TALLY_CLICKHOUSE_URL: stack.clickhouseUrl,
    TALLY_CLICKHOUSE_USER: testUser.user,
    TALLY_CLICKHOUSE_PASSWORD: testUser.password,
    TALLY_CLICKHOUSE_DATABASE: stack.database,
  };
}
