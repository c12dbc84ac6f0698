import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
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

describe('the ports of tally up', () => {
  it('that are taken are named before anything starts, with the settings that move them', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const wanted = ports({ query: port, kafka: await freePort() });
    await expect(requireFreePorts(wanted, ['query', 'kafka'])).rejects.toThrow(
      `Port ${port} (query) on 127.0.0.1 is taken: stop what listens there (another "tally up"?), or set TALLY_QUERY_PORT to another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
    await expect(requireFreePorts(wanted, ['query', 'kafka'])).resolves.toBeUndefined();
  });

  it('are refused when two are the same', async () => {
    const port = await freePort();
    await expect(requireFreePorts(ports({ query: port, kafka: port }), ['query', 'kafka'])).rejects.toThrow(
      /Two settings ask for port/,
    );
  });
});
