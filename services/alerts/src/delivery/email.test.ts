import { type AddressInfo, createServer, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Smtp } from '../receivers/receiver.js';
import { aNotification, aReceiver, aTransition, NOON } from '../testing/alerts.js';
import { byEmail } from './email.js';

interface Got {
  from: string;
  to: string[];
  source: string;
}

const servers: SMTPServer[] = [];

async function mailServer(options: ConstructorParameters<typeof SMTPServer>[0] = {}, host = '127.0.0.1') {
  const got: Got[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 1,
    onData(stream, session, done) {
      let source = '';
      stream.on('data', (chunk) => {
        source += chunk;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        got.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, got };
}

function mailing(port: number, more: Partial<Smtp> = {}, timeoutMs = 10_000) {
  const smtp = { host: '127.0.0.1', port, secure: false, login: null, ...more };
  const to = ['leads@example.com', 'boss@example.com'];
  const prepare = byEmail(aReceiver(), { type: 'email', smtp, from: 'tally@example.com', to }, timeoutMs);
  return (...args: Parameters<typeof aNotification>) =>
    prepare(aNotification(...args), NOON * 1_000)(new AbortController().signal);
}

/** Headers, unfolded. */
const headersOf = ({ source }: Got) =>
  new Map(
    source
      .slice(0, source.indexOf('\r\n\r\n'))
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );

describe('a mail', () => {
  it('has plain text and HTML, and the thread of its alert', async () => {
    const { port, got } = await mailServer();
    const send = mailing(port);
    expect(await send()).toEqual({ kind: 'taken' });
    expect(await send({ id: 'notification-2' }, aTransition({ state: 'resolved' }))).toEqual({
      kind: 'taken',
    });
    expect(got.map(({ from, to }) => [from, to])).toEqual(
      Array(2).fill(['tally@example.com', ['leads@example.com', 'boss@example.com']]),
    );
    const [first, second] = got.map(headersOf);
    expect(first!.get('subject')).toBe('Warning: First response is slow: Munich, 2 h 10 min');
    expect(second!.get('subject')).toBe('Resolved: First response is slow: Munich');
    expect(first!.get('message-id')).toBe('<notification-1@example.com>');
    expect(second!.get('message-id')).toBe('<notification-2@example.com>');
    expect(first!.get('references')).toBe('<alert-alert-1@example.com>');
    expect(second!.get('references')).toBe(first!.get('references'));
    expect(first!.get('auto-submitted')).toBe('auto-generated');
    expect(got[0]!.source).toMatch(
      /Content-Type: text\/plain[\s\S]*Value: 2 h 10 min \(n 120\)[\s\S]*Content-Type: text\/html/,
    );
  });

  it('has no header or recipient that others wrote', async () => {
    const { port, got } = await mailServer();
    const office = 'x\r\nBcc: all@example.com\r\n\r\n<script>';
    await mailing(port)(
      { id: 'n>\r\nBcc: all@example.com' },
      aTransition({ labels: { office }, title: office }),
    );
    expect(headersOf(got[0]!).has('bcc')).toBe(false);
    expect(got[0]!.to).toEqual(['leads@example.com', 'boss@example.com']);
    expect(headersOf(got[0]!).get('subject')).toContain('x Bcc: all@example.com <script>');
    expect(got[0]!.source.slice(got[0]!.source.indexOf('text/html'))).not.toContain('<script>');
  });

  it('logs in where it has to', async () => {
    const onAuth = vi.fn((auth, _session, done) =>
      done(null, auth.password === 'right' ? { user: 'tally' } : undefined),
    );
    const { port, got } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth,
    });
    expect(await mailing(port, { login: { user: 'tally', password: 'right' } })()).toEqual({ kind: 'taken' });
    expect(got).toHaveLength(1);
    const refused = await mailing(port, { login: { user: 'tally', password: 'hushhush' } })();
    expect(refused).toEqual({ kind: 'again', reason: 'EAUTH, answered 535' });
  });

  it.each([
    [550, 'final'],
    [451, 'again'],
  ])('that the server answers with %i is %s', async (responseCode, kind) => {
    const { port } = await mailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('hushhush'), { responseCode })),
    });
    expect(await mailing(port)()).toEqual({ kind, reason: `EENVELOPE, answered ${responseCode}` });
  });

  it('that only some may get is not sent again to them, and not called delivered', async () => {
    const { port, got } = await mailServer({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('boss') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
    });
    expect(await mailing(port)()).toEqual({ kind: 'final', reason: 'refused for 1 of 2 recipients' });
    expect(got).toMatchObject([{ to: ['leads@example.com'] }]);
  });

  it('is tried again when the server is not there', async () => {
    const { port } = await mailServer();
    await closeAll();
    expect(await mailing(port)()).toMatchObject({ kind: 'again', reason: 'ESOCKET' });
  });

  it('is tried again when the server says nothing', async () => {
    const { port } = await mailServer({ onConnect: () => {} });
    expect(await mailing(port, {}, 50)()).toMatchObject({ kind: 'again', reason: 'ETIMEDOUT' });
  });

  it('is tried again when the server goes on saying something for ever, and not heard any longer', async () => {
    const closed = vi.fn();
    const server = createServer((socket) => {
      socket.write('220 hello\r\n');
      const dripping = setInterval(() => socket.write('250-wait\r\n'), 5);
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(dripping);
        closed();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await mailing(port, {}, 250)()).toEqual({ kind: 'again', reason: 'not taken within 1.5 s' });
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    server.close();
  });

  it('gives no password over an open line', async () => {
    const seen = vi.spyOn(Socket.prototype, 'write');
    const { port } = await mailServer({ authOptional: false, allowInsecureAuth: true }, '127.0.0.2');
    const login = { user: 'tally', password: 'hushhush' };
    expect(await mailing(port, { host: '127.0.0.2', login })()).toEqual({
      kind: 'again',
      reason: 'ETLS, answered 500',
    });
    const written = seen.mock.calls.map(([chunk]) => String(chunk)).join('');
    expect(written).not.toContain('AUTH PLAIN');
    seen.mockRestore();
  });
});

const closeAll = () =>
  Promise.all(
    servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  );

afterEach(closeAll);
