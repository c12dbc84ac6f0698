import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort } from '@tallyboard/embedded/free-port';
import { describe, expect, it } from 'vitest';
import { requireFreePorts, wantedPorts } from './ports.js';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the ports of tally up', () => {
  it('that are taken are named before anything starts, with the settings that move them', async () => {
    const other = createServer();
    const port = await listening(other);
    const wanted = [
      { name: 'query', port },
      { name: 'kafka', port: await freePort() },
    ] as const;
    await expect(requireFreePorts(wanted)).rejects.toThrow(
      `Port ${port} (query) on 127.0.0.1 is taken: stop what listens there (another "tally up"?), or set TALLY_QUERY_PORT to another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
    await expect(requireFreePorts(wanted)).resolves.toBeUndefined();
  });

  it('that are taken are named in one sentence, also when there are several', async () => {
    const others = [createServer(), createServer()];
    const taken = await Promise.all(others.map(listening));
    const wanted = [
      { name: 'query', port: taken[0]! },
      { name: 'kafka', port: taken[1]! },
    ] as const;
    await expect(requireFreePorts(wanted)).rejects.toThrow(
      `Ports ${taken[0]} (query), ${taken[1]} (kafka) on 127.0.0.1 are taken: stop what listens there (another "tally up"?), or set TALLY_QUERY_PORT, TALLY_KAFKA_PORT to other ports.`,
    );
    for (const other of others) await new Promise((resolve) => other.close(resolve));
  });

  it('have to be numbers that are known before', async () => {
    await expect(requireFreePorts([{ name: 'query', port: 0 }])).rejects.toThrow(
      /^TALLY_QUERY_PORT is 0, but "tally up" has to know every port beforehand/,
    );
  });

  it('are refused when two are the same', async () => {
    const port = await freePort();
    const same = [
      { name: 'query', port },
      { name: 'kafka', port },
    ] as const;
    await expect(requireFreePorts(same)).rejects.toThrow(/Two settings ask for port/);
  });

  it('are those that are set: the native one of ClickHouse is not, unless asked for', () => {
    const set = { query: 1, ingest: 2, processor: 3, simulator: 4, alerts: 7, kafka: 5, clickhouse: 6 };
    expect(wantedPorts({ ...set, clickhouseNative: undefined }).map(({ port }) => port)).toEqual([
      1, 2, 3, 4, 7, 5, 6,
    ]);
    expect(wantedPorts({ ...set, clickhouseNative: 9000 })).toContainEqual({
      name: 'clickhouseNative',
      port: 9000,
    });
  });
});
