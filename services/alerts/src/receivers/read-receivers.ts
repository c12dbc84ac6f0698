import type { Hours } from '@tallyboard/alerting/rule';
import { type Say, type ShapeProblem, shapeProblems } from '@tallyboard/alerting/shape-problems';
import { type Path, readLines } from '@tallyboard/alerting/yaml-lines';
import { zoneNamed } from '@tallyboard/calendar/zones';
import { Failure } from '@tallyboard/runtime/failure';
import { quietUntil } from './quiet.js';
import type { Channel, Receiver, Receivers, Smtp, Target } from './receiver.js';
import { type Heartbeat, RECEIVER_TYPES, type ReceiverEntry, ReceiverFile } from './receiver-file.js';
import { type Lookup, secretFrom, targetFrom } from './references.js';

export interface ReadOptions extends Lookup {
  /** How the file is called in messages. */
  name: string;
}

/** Reads a receivers file; throws one Failure that names everything wrong in it, each with its line. */
export function readReceivers(yaml: string, options: ReadOptions): Receivers {
  const { name } = options;
  const lines = readLines(yaml);
  if ('problems' in lines)
    throw new Failure(
      `${name} is not YAML: ${lines.problems.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}.`,
    );
  const problems: string[] = [];
  const say: Say = (path, sentence) =>
    problems.push(`line ${lines.at(path).line}: ${path.join('.') || 'the document'} ${sentence}`);
  for (const { path, message } of shapeProblems(ReceiverFile, lines.value)) say(path, message);
  const settled = problems.length === 0 ? settle(lines.value as File, say, options) : null;
  if (problems.length > 0 || !settled)
    throw new Failure(
      `${name} is not a receivers file: ${problems.join('; ')} (services/alerts/src/receivers/README.md shows what belongs in one).`,
    );
  return settled;
}

interface File {
  receivers: Record<string, unknown>[];
  heartbeat?: Heartbeat;
}

function settle(file: File, say: Say, lookup: Lookup): Receivers {
  const receivers = file.receivers.flatMap((entry, index) => {
    const path = ['receivers', index];
    const wrong = problemsOfEntry(entry);
    for (const each of wrong) say([...path, ...each.path], each.message);
    return wrong.length > 0 ? [] : [receiverOf(entry as ReceiverEntry, path, say, lookup)];
  });
  const names = file.receivers.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      say(['receivers', index, 'name'], `${name} is that of another receiver too; choose another`);
  });
  return { receivers, heartbeat: file.heartbeat ? beatOf(file.heartbeat, receivers, say, lookup) : null };
}

function problemsOfEntry(entry: Record<string, unknown>): ShapeProblem[] {
  const types = Object.keys(RECEIVER_TYPES);
  const type = types.find((each) => each === entry.type) as keyof typeof RECEIVER_TYPES | undefined;
  return type
    ? shapeProblems(RECEIVER_TYPES[type], entry)
    : [{ path: ['type'], message: `wants one of ${types.join(', ')}` }];
}

function receiverOf(entry: ReceiverEntry, path: Path, say: Say, lookup: Lookup): Receiver {
  const tz = zoneNamed(entry.tz ?? 'UTC');
  if (tz === null) say([...path, 'tz'], 'wants a zone, as Europe/Berlin or UTC');
  const quiet = (entry.quiet as Hours | undefined) ?? null;
  if (quiet && tz !== null && quietUntil(quiet, tz, 0) === Number.POSITIVE_INFINITY)
    say([...path, 'quiet'], 'never ends; give it days, or from and to');
  return {
    name: entry.name,
    tenants: entry.tenants ? new Set(entry.tenants) : null,
    minSeverity: entry.min_severity ?? 'info',
    tz: tz ?? 'UTC',
    quiet,
    quietCritical: entry.quiet_critical ?? false,
    groupBy: entry.group_by?.length === 0 ? 'all' : 'rule',
    groupWaitMs: msOf(entry.group_wait ?? '0s'),
    channel: channelOf(entry, path, say, lookup),
  };
}

function channelOf(entry: ReceiverEntry, path: Path, sayAt: Say, lookup: Lookup): Channel {
  const say = (key: string, sentence: string) => sayAt([...path, key], sentence);
  switch (entry.type) {
    case 'webhook': {
      const secret = secretFrom('secret', entry, lookup, say);
      const secrets = (secret ?? '').split(/\s+/).filter((each) => each !== '');
      if (secret !== null && !secrets.every(isSigningSecret))
        say(
          entry.secret_env === undefined ? 'secret_file' : 'secret_env',
          'does not lead to a signing secret: whsec_ and 24 to 64 bytes in base64; one is made by: echo "whsec_$(openssl rand -base64 32)"',
        );
      return { type: 'webhook', target: targetFrom(entry, lookup, say), secrets };
    }
    case 'slack':
    case 'teams':
      return { type: entry.type, target: targetFrom(entry, lookup, say) };
    case 'email':
      return {
        type: 'email',
        smtp: smtpOf(entry.smtp, lookup, (key, sentence) => sayAt([...path, 'smtp', key], sentence)),
        from: entry.from,
        to: entry.to,
      };
    case 'kafka':
      return { type: 'kafka', topic: entry.topic };
  }
}

function smtpOf(
  smtp: Extract<ReceiverEntry, { type: 'email' }>['smtp'],
  lookup: Lookup,
  say: (key: string, sentence: string) => void,
): Smtp {
  const { host, port, user } = smtp;
  const password = user === undefined ? null : secretFrom('password', smtp, lookup, say);
  if (user === undefined && (smtp.password_env ?? smtp.password_file) !== undefined)
    say('user', 'is missing: a password needs the name of who logs in');
  return {
    host,
    port,
    secure: smtp.secure ?? port === 465,
    login: user === undefined ? null : { user, password: password ?? '' },
  };
}

function beatOf(
  heartbeat: Heartbeat,
  receivers: readonly Receiver[],
  sayAt: Say,
  lookup: Lookup,
): Receivers['heartbeat'] {
  const say = (key: string, sentence: string) => sayAt(['heartbeat', key], sentence);
  const everyMs = msOf(heartbeat.every);
  if (heartbeat.receiver === undefined)
    return { everyMs, receiver: addressOnly(targetFrom(heartbeat, lookup, say)) };
  if ((heartbeat.url ?? heartbeat.url_env ?? heartbeat.url_file) !== undefined)
    say('receiver', 'and an address: leave one out');
  const receiver = receivers.find(({ name }) => name === heartbeat.receiver);
  if (receiver) return { everyMs, receiver };
  const names = receivers.map(({ name }) => name).join(', ');
  say('receiver', `wants a receiver of this file that is right: ${names || 'there is none'}`);
  return null;
}

/** Its name is none that a file could give. */
const addressOnly = (target: Target): Receiver => ({
  name: '(heartbeat)',
  tenants: null,
  minSeverity: 'info',
  tz: 'UTC',
  quiet: null,
  quietCritical: false,
  groupBy: 'rule',
  groupWaitMs: 0,
  channel: { type: 'webhook', target, secrets: [] },
});

/** As Standard Webhooks wants it: between 24 and 64 bytes. */
function isSigningSecret(text: string): boolean {
  if (!/^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = Buffer.from(text.replace(/^whsec_/, ''), 'base64');
  return length >= 24 && length <= 64;
}

const MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

const msOf = (duration: string): number =>
  Number(duration.slice(0, -1)) * MS[duration.at(-1) as keyof typeof MS];
