import type { LookupAddress } from 'node:dns';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hostOf } from '../receivers/hosts.js';
import { type HttpReceiver, httpReceiver } from '../testing/http-receiver.js';
import { pin, type Resolve, resolveBySystem } from './pinned.js';
import { post, retryAfterMs } from './post.js';

const LOOPBACK = { address: '127.0.0.1', family: 4 };
const servers: HttpReceiver[] = [];

async function server(...args: Parameters<typeof httpReceiver>): Promise<HttpReceiver> {
  const made = await httpReceiver(...args);
  servers.push(made);
  return made;
}

const nowhere: Resolve = async (host) => {
  throw Object.assign(new Error(`asked for ${host}`), { code: 'ENOTFOUND' });
};

function send(
  url: URL | string,
  more: { allow?: string[]; resolve?: Resolve; timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const { allow = [], resolve = nowhere, timeoutMs = 30_000, signal = new AbortController().signal } = more;
  const target = { url: new URL(url), allowHosts: new Set(allow.map(hostOf)) };
  return post(target, { 'x-test': '1' }, '{"a":"ä"}', { resolve, timeoutMs, signal, now: Date.now });
}

describe('the way to an address that somebody wrote down', () => {
  it('leads to a host that is allowed by name', async () => {
    const { url, received } = await server();
    expect(await send(url, { allow: ['127.0.0.1'] })).toEqual({ kind: 'taken' });
    expect(received).toMatchObject([
      { body: '{"a":"ä"}', headers: { 'x-test': '1', 'content-type': 'application/json; charset=utf-8' } },
    ]);
  });

  it.each([
    'https://127.0.0.1:PORT/',
    'https://2130706433:PORT/',
    'https://0177.0.0.1:PORT/',
    'https://0x7f.0.0.1:PORT/',
    'https://0x7f000001:PORT/',
    'https://127.1:PORT/',
    'https://127.0.0.1.:PORT/',
    'https://①②⑦.0.0.1:PORT/',
    'https://0:PORT/',
    'https://[::1]:PORT/',
    'https://[::]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://[::ffff:7f00:1]:PORT/',
    'https://[::127.0.0.1]:PORT/',
    'https://[64:ff9b::7f00:1]:PORT/',
    'https://[2002:7f00:1::]:PORT/',
    'https://localhost:PORT/',
    'https://LOCALHOST.:PORT/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/latest/meta-data/',
    'https://100.100.100.200/',
    'https://user:pass@127.0.0.1:PORT/',
    'https://example.com@127.0.0.1:PORT/',
    'https://127.0.0.1:PORT#@example.com/',
    'http://127.0.0.1:PORT/',
    'http://example.com/',
    'ftp://127.0.0.1:PORT/',
    'file:///etc/passwd',
  ])('does not lead to %s', async (url) => {
    const { port, connections } = await server();
    const outcome = await send(url.replace('PORT', String(port)), { resolve: resolveBySystem });
    expect(outcome).toMatchObject({ kind: 'final', reason: expect.stringMatching(/^not sent: /) });
    expect(connections()).toBe(0);
  });

  it.each<[string, LookupAddress[]]>([
    ['this machine', [LOOPBACK]],
    ['this machine, by IPv6', [{ address: '::1', family: 6 }]],
    ['the metadata of a cloud', [{ address: '169.254.169.254', family: 4 }]],
    ['both a public and a private address', [{ address: '1.1.1.1', family: 4 }, LOOPBACK]],
    ['a mapped address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['nothing', []],
  ])('does not lead to a name that stands for %s', async (_, addresses) => {
    const { port, connections } = await server();
    const outcome = await send(`https://hooks.example.com:${port}/`, { resolve: async () => addresses });
    expect(outcome).toMatchObject({
      kind: 'final',
      reason: expect.stringMatching(/^not sent: the host has/),
    });
    expect(connections()).toBe(0);
  });

  it('does not take a user name for a host that is allowed', async () => {
    const { port, connections } = await server();
    const allow = ['good.example.com'];
    expect(await send(`https://good.example.com@127.0.0.1:${port}/`, { allow })).toMatchObject({
      kind: 'final',
    });
    expect(await send(`http://good.example.com:1@127.0.0.1:${port}/`, { allow })).toMatchObject({
      kind: 'final',
    });
    expect(connections()).toBe(0);
  });

  it('is to where the name was resolved, once', async () => {
    const { port, received } = await server();
    const resolve = vi.fn(async () => [LOOPBACK]);
    // No name server knows this name.
    const outcome = await send(`http://hook.invalid:${port}/`, { allow: ['HOOK.invalid'], resolve });
    expect(outcome).toEqual({ kind: 'taken' });
    expect(resolve.mock.calls).toEqual([['hook.invalid']]);
    expect(received[0]!.headers.host).toBe(`hook.invalid:${port}`);
  });

  it('stays what was checked when the name is bound to another address afterwards', async () => {
    const answers = [[{ address: '1.1.1.1', family: 4 }], [LOOPBACK]];
    const target = { url: new URL('https://rebind.example.com/'), allowHosts: new Set<string>() };
    const pinned = await pin(target, async () => answers.shift()!);
    if ('refused' in pinned) throw new Error(pinned.refused);
    for (let i = 0; i < 2; i += 1) {
      const found = vi.fn();
      pinned.lookup('rebind.example.com', { all: true }, found);
      expect(found).toHaveBeenCalledWith(null, [{ address: '1.1.1.1', family: 4 }]);
      const one = vi.fn();
      pinned.lookup('rebind.example.com', {}, one);
      expect(one).toHaveBeenCalledWith(null, '1.1.1.1', 4);
    }
  });

  it('goes through no proxy', async () => {
    const proxy = await server();
    const { url, received } = await server();
    for (const name of ['http_proxy', 'https_proxy', 'all_proxy'])
      for (const each of [name, name.toUpperCase()]) vi.stubEnv(each, `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    await send(url, { allow: ['127.0.0.1'] });
    expect(received).toHaveLength(1);
    expect(proxy.connections()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('ends at a redirect by %i', async (status) => {
    const other = await server();
    const { url } = await server((response, count) =>
      response.writeHead(status, { location: count > 1 ? 'http://169.254.169.254/' : other.url.href }).end(),
    );
    expect(await send(url, { allow: ['127.0.0.1'] })).toEqual({
      kind: 'final',
      reason: `answered ${status}: redirects are not followed, give the address it leads to`,
    });
    expect(other.connections()).toBe(0);
  });
});

describe('an answer', () => {
  const answered = async (status: number, headers: Record<string, string> = {}, body = '') => {
    const { url } = await server((response) => response.writeHead(status, headers).end(body));
    return send(url, { allow: ['127.0.0.1'] });
  };

  it.each([200, 201, 202, 204])('%i is taken', async (status) => {
    expect(await answered(status)).toEqual({ kind: 'taken' });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('%i is tried again', async (status) => {
    expect(await answered(status)).toEqual({ kind: 'again', reason: `answered ${status}`, waitMs: 0 });
  });

  it.each([400, 401, 403, 404, 410, 413, 422])('%i is final', async (status) => {
    expect(await answered(status)).toEqual({ kind: 'final', reason: `answered ${status}` });
  });

  it('tells the word that Slack gives as a reason, and nothing else of what it says', async () => {
    expect(await answered(404, {}, 'no_service')).toMatchObject({ reason: 'answered 404 no_service' });
    expect(await answered(404, {}, 'secret of an inner page')).toMatchObject({ reason: 'answered 404' });
  });

  it('asks for a wait', async () => {
    expect(await answered(429, { 'retry-after': '120' })).toMatchObject({ kind: 'again', waitMs: 120_000 });
  });

  it.each([
    [200, 'taken'],
    [500, 'again'],
  ])('%i without end is not read to the end', async (status, kind) => {
    let written = 0;
    let isOver = false;
    const { url } = await server((response) => {
      response.writeHead(status);
      response.on('close', () => {
        isOver = true;
      });
      const more = () => {
        do written += 10_000;
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    expect((await send(url, { allow: ['127.0.0.1'] })).kind).toBe(kind);
    await vi.waitFor(() => expect(isOver).toBe(true));
    // What buffers of the system hold, and far from what a fast sender had written in 30 seconds.
    expect(written).toBeLessThan(20_000_000);
  });

  it('that does not come is tried again', async () => {
    const { url } = await server(() => {});
    expect(await send(url, { allow: ['127.0.0.1'], timeoutMs: 30 })).toEqual({
      kind: 'again',
      reason: 'no answer within 0.03 s',
    });
  });

  it('does not come when nobody listens or the name is not known', async () => {
    const { url, close } = await server();
    await close();
    expect(await send(url, { allow: ['127.0.0.1'] })).toEqual({ kind: 'again', reason: 'ECONNREFUSED' });
    expect(await send('https://nope.example.com/')).toEqual({ kind: 'again', reason: 'ENOTFOUND' });
  });

  it('is not waited for when the service stops', async () => {
    const stop = new AbortController();
    const { url } = await server(() => stop.abort(new Error('stopping')));
    await expect(send(url, { allow: ['127.0.0.1'], signal: stop.signal })).rejects.toThrow('stopping');
    const never: Resolve = () => {
      queueMicrotask(() => again.abort(new Error('stopping')));
      return new Promise(() => {});
    };
    const again = new AbortController();
    await expect(send('https://a.example.com', { resolve: never, signal: again.signal })).rejects.toThrow(
      'stopping',
    );
  });
});

it.each([
  [undefined, 0],
  ['0', 0],
  ['5', 5_000],
  ['Mon, 02 Mar 2026 11:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 10:00:00 GMT', 0],
  ['soon', 0],
  ['-5', 0],
  ['999999999', 3_600_000],
])('a Retry-After of %s is %i ms', (header, ms) => {
  expect(retryAfterMs(header, Date.parse('2026-03-02T11:00:00Z'))).toBe(ms);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.splice(0).map((each) => each.close()));
});
