import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPublic } from './in-public.js';
import { readReceivers } from './read-receivers.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const HOOK = 'https://hooks.slack.com/services/T000/B000/hushhush';

const read = (yaml: string, env: Record<string, string> = {}) =>
  readReceivers(yaml, {
    name: 'receivers.yaml',
    env: { SECRET, HOOK, PASSWORD: 'hushhush', ...env },
    readFile(path) {
      if (path !== '/run/secret') throw new Error('ENOENT');
      return `${SECRET}\n`;
    },
  });

const ALL = `
receivers:
  - name: crm
    type: webhook
    url: https://crm.example.com/hooks
    secret_file: /run/secret
    allow_hosts: [CRM.example.com.]
    tenants: [demo]
    min_severity: warning
    group_by: []
    group_wait: 30s
  - name: chat
    type: slack
    url_env: HOOK
    tz: europe/berlin
    quiet: { days: [sat, sun], except: ['2026-12-24'] }
    quiet_critical: true
  - { name: cards, type: teams, url: 'https://x.webhook.office.com/abc' }
  - name: leads
    type: email
    smtp: { host: mail.example.com, port: 465, user: tally, password_env: PASSWORD }
    from: tally@example.com
    to: [leads@example.com]
  - { name: log, type: kafka, topic: crm.notifications }
heartbeat: { url: https://hc-ping.com/uuid, every: 60s }
`;

describe('a receivers file', () => {
  it('comes to receivers with everything looked up', () => {
    const { receivers, heartbeat } = read(ALL);
    const [crm, chat, cards, leads, log] = receivers;
    expect(crm).toEqual({
      name: 'crm',
      tenants: new Set(['demo']),
      minSeverity: 'warning',
      tz: 'UTC',
      quiet: null,
      quietCritical: false,
      groupBy: 'all',
      groupWaitMs: 30_000,
      channel: {
        type: 'webhook',
        target: { url: new URL('https://crm.example.com/hooks'), allowHosts: new Set(['crm.example.com']) },
        secrets: [SECRET],
      },
    });
    expect(chat).toMatchObject({
      tz: 'Europe/Berlin',
      quiet: { days: ['sat', 'sun'], except: ['2026-12-24'] },
      quietCritical: true,
      groupBy: 'rule',
      groupWaitMs: 0,
      channel: { type: 'slack', target: { url: new URL(HOOK) } },
    });
    expect(cards!.channel.type).toBe('teams');
    expect(leads!.channel).toMatchObject({
      smtp: {
        host: 'mail.example.com',
        port: 465,
        secure: true,
        login: { user: 'tally', password: 'hushhush' },
      },
    });
    expect(log!.channel).toEqual({ type: 'kafka', topic: 'crm.notifications' });
    expect(heartbeat).toMatchObject({ everyMs: 60_000, receiver: { channel: { secrets: [] } } });
  });

  it('reads as the README says', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const { receivers, heartbeat } = readReceivers(/```yaml\n(.*?)```/s.exec(readme)![1]!, {
      name: 'README.md',
      env: {
        CRM_SECRET: SECRET,
        SLACK_URL: HOOK,
        SMTP_PASSWORD: 'x',
        HEARTBEAT_URL: HOOK,
      },
      readFile: () => HOOK,
    });
    expect(receivers.map(({ channel }) => channel.type)).toEqual([
      'webhook',
      'slack',
      'teams',
      'email',
      'kafka',
    ]);
    expect(heartbeat!.everyMs).toBe(60_000);
  });

  it('shows no secret, and of addresses scheme and host', () => {
    const { receivers, heartbeat } = read(ALL);
    const shown = [...receivers, heartbeat!.receiver].map(inPublic);
    expect(shown.map(({ to }) => to)).toEqual([
      'https://crm.example.com',
      'https://hooks.slack.com',
      'https://x.webhook.office.com',
      'leads@example.com',
      'crm.notifications',
      'https://hc-ping.com',
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/hush|whsec|uuid|abc/);
  });

  it('may let one of its receivers have the heartbeat', () => {
    const { heartbeat } = read(ALL.replace(/heartbeat:.*/, 'heartbeat: { receiver: crm, every: 5m }'));
    expect(heartbeat).toMatchObject({ everyMs: 300_000, receiver: { name: 'crm' } });
  });

  it('takes several secrets, the new one before the old', () => {
    const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const { receivers } = read(ALL.replace('secret_file: /run/secret', 'secret_env: BOTH'), {
      BOTH: `${SECRET} ${old}`,
    });
    expect(receivers[0]!.channel).toMatchObject({ secrets: [SECRET, old] });
  });

  it('names everything wrong at once', () => {
    const yaml = 'receivers:\n  - { name: A, type: kafka, topic: t }\n  - { name: b, type: pager }\n';
    expect(() => read(yaml)).toThrow(
      'receivers.yaml is not a receivers file: ' +
        'line 2: receivers.0.name wants what rules call it: letters, digits, - and _; ' +
        'line 3: receivers.1.type wants one of webhook, slack, teams, email, kafka ' +
        '(services/alerts/src/receivers/README.md shows what belongs in one).',
    );
  });

  const hook = (more: string) =>
    `receivers:\n  - name: a\n    type: webhook\n    secret_env: SECRET\n${more.replace(/^/gm, '    ')}\n`;
  const URL_LINE = 'url: https://a.example.com/x';
  it.each([
    ['no YAML', 'receivers: [', /is not YAML: line 1: /],
    ['no file', 'hello', /line 1: the document wants receivers: and a list of them/],
    ['no list', 'receivers: 5', /line 1: receivers wants a list of receivers/],
    ['a loop', 'receivers: []\nheartbeat: &a { every: 5m, url: *a }', /line 2: heartbeat\.url wants /],
    [
      'a misspelt key',
      hook(`${URL_LINE}\ngroup_wiat: 5m`),
      /line 6: receivers\.0\.group_wiat is unknown; group_wait was probably meant/,
    ],
    [
      'an unknown key',
      hook(`${URL_LINE}\ncolour: red`),
      /line 6: receivers\.0\.colour is unknown; known are type, name, /,
    ],
    [
      'a missing key',
      'receivers:\n  - { name: a, type: kafka }',
      /line 2: receivers\.0\.topic is missing and wants name of the topic/,
    ],
    [
      'no severity',
      hook(`${URL_LINE}\nmin_severity: high`),
      /line 6: receivers\.0\.min_severity wants one of info, warning, critical/,
    ],
    [
      'no zone',
      hook(`${URL_LINE}\ntz: Munich`),
      /line 6: receivers\.0\.tz wants a zone, as Europe\/Berlin or UTC/,
    ],
    [
      'a wrong hour',
      hook(`${URL_LINE}\nquiet:\n  from: 8 am`),
      /line 7: receivers\.0\.quiet\.from wants time of day, 08:00/,
    ],
    [
      'endless quiet',
      hook(`${URL_LINE}\nquiet: { from: '08:00', to: '08:00' }`),
      /line 6: receivers\.0\.quiet never ends/,
    ],
    ['no address', hook('group_wait: 5s'), /receivers\.0\.url is missing, or url_env or url_file/],
    [
      'two addresses',
      hook(`${URL_LINE}\nurl_env: HOOK`),
      /line 5: receivers\.0\.url and url_env: leave one out/,
    ],
    [
      'a wrong address',
      hook('url: crm.example.com'),
      /line 5: receivers\.0\.url wants an https:\/\/ address/,
    ],
    [
      'another scheme',
      hook('url: file:///etc/passwd'),
      /line 5: receivers\.0\.url wants an https:\/\/ address/,
    ],
    [
      'an open line',
      hook('url: http://a.example.com'),
      /line 5: receivers\.0\.url wants https:\/\/; http:\/\/ is for hosts in allow_hosts, and a\.example\.com is not/,
    ],
    ['a user in the address', hook('url: https://good.example@10.0.0.1/'), /without a user name in it/],
    [
      'an unset variable',
      hook('url_env: NOPE'),
      /line 5: receivers\.0\.url_env wants an environment variable that is set, and NOPE is not/,
    ],
    [
      'a missing file',
      hook('url_file: /nope'),
      /line 5: receivers\.0\.url_file wants a file that can be read, and \/nope cannot/,
    ],
    [
      'no secret',
      `receivers:\n  - name: a\n    type: webhook\n    ${URL_LINE}`,
      /line 2: receivers\.0\.secret_env or secret_file is missing/,
    ],
    [
      'two of a name',
      'receivers:\n  - { name: a, type: kafka, topic: t }\n  - { name: a, type: kafka, topic: t }',
      /line 3: receivers\.1\.name a is that of another receiver too; choose another/,
    ],
    [
      'a heartbeat to nobody',
      'receivers: []\nheartbeat: { every: 5m, receiver: b }',
      /line 2: heartbeat\.receiver wants a receiver of this file/,
    ],
    [
      'a heartbeat to both',
      `${ALL.replace('heartbeat: {', 'heartbeat: { receiver: crm,')}`,
      /line 25: heartbeat\.receiver and an address: leave one out/,
    ],
    ['a password of nobody', ALL.replace('user: tally, ', ''), /receivers\.3\.smtp\.user is missing/],
  ])('refuses %s, with its line', (_, yaml, sentence) => {
    expect(() => read(yaml)).toThrow(sentence);
  });

  it('refuses a secret that is none and does not repeat it', () => {
    for (const wrong of ['hushhush', `whsec_${Buffer.alloc(8).toString('base64')}`]) {
      const reading = () => read(hook(URL_LINE), { SECRET: wrong });
      expect(reading).toThrow(/line 4: receivers\.0\.secret_env does not lead to a signing secret/);
      expect(reading).not.toThrow(wrong);
    }
    expect(() => read(hook('url_env: HOOK'), { HOOK: 'hushhush' })).not.toThrow(/hushhush/);
  });
});
