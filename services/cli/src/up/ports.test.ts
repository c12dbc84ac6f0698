import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort } from '@tallyboard/embedded/free-port';
import { describe, expect, it } from 'vitest';
import { type Ports, requireFreePorts } from './ports.js';

const ports = (some: Partial<Ports>): Ports => ({
  query: 1,
  ingest: 2,
  processor: 3,
  simulator: 4,
  kafka: 5,
  clickhouse: 6,
  ...some,
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the ports of tally up', () => {
  it('that are taken are named before anything starts, with the settings that move them', async () => {
    const other = createServer();
    const port = await listening(other);
    const wanted = ports({ query: port, kafka: await freePort() });
    await expect(requireFreePorts(wanted, ['query', 'kafka'])).rejects.toThrow(
      `Port ${port} (query) on 127.0.0.1 is taken: stop what listens there (another "tally up"?), or set TALLY_QUERY_PORT to another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
    await expect(requireFreePorts(wanted, ['query', 'kafka'])).resolves.toBeUndefined();
  });

  it('that are taken are named in one sentence, also when there are several', async () => {
    const others = [createServer(), createServer()];
    const taken = await Promise.all(others.map(listening));
    const wanted = ports({ query: taken[0] as number, kafka: taken[1] as number });
    await expect(requireFreePorts(wanted, ['query', 'kafka'])).rejects.toThrow(
      `Ports ${taken[0]} (query), ${taken[1]} (kafka) on 127.0.0.1 are taken: stop what listens there (another "tally up"?), or set TALLY_QUERY_PORT, TALLY_KAFKA_PORT to other ports.`,
    );
    for (const other of others) await new Promise((resolve) => other.close(resolve));
  });

  it('have to be numbers that are known before', async () => {
    await expect(requireFreePorts(ports({ query: 0, kafka: 0 }), ['query', 'kafka'])).rejects.toThrow(
      /^TALLY_QUERY_PORT is 0, but "tally up" has to know every port beforehand/,
    );
  });

  it('are refused when two are the same', async () => {
    const port = await freePort();
    await expect(requireFreePorts(ports({ query: port, kafka: port }), ['query', 'kafka'])).rejects.toThrow(
      /Two settings ask for port/,
    );
  });
});
