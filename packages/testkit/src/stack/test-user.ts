/** As whom tests and the services that they start use ClickHouse: the services' user, with the password of all test stacks. */
export const testUser = { user: 'tally', password: 'of the tests' };

/** The same as settings of a service. */
export const testUserEnv = {
  TALLY_CLICKHOUSE_USER: testUser.user,
  TALLY_CLICKHOUSE_PASSWORD: testUser.password,
};
