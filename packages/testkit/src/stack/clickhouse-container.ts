import { testUser } from './test-user.js';

/** ClickHouse's image, with the user of all test stacks. */
export async function startClickHouseContainer(
  image: string,
): Promise<{ url: string; stop(): Promise<unknown> }> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withExposedPorts(8123)
    .withEnvironment({
      CLICKHOUSE_USER: testUser.user,
      CLICKHOUSE_PASSWORD: testUser.password,
      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1',
    })
    .withUlimits({ nofile: { soft: 262_144, hard: 262_144 } })
    .withWaitStrategy(Wait.forHttp('/ping', 8123))
    .start();
  const url = `http://${container.getHost()}:${container.getMappedPort(8123)}`;
  return { url, stop: () => container.stop() };
}
