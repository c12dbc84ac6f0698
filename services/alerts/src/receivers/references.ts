import { hostOf } from './hosts.js';
import type { Target } from './receiver.js';

/** Where secrets are found. */
export interface Lookup {
  env: Readonly<Record<string, string | undefined>>;
  /** Throws when there is none. */
  readFile(path: string): string;
}

/** Told what is wrong with a key of the entry. */
export type Say = (key: string, sentence: string) => void;

type Entry = Readonly<Record<string, unknown>>;

/** What `<name>_env` or `<name>_file` leads to, without the white space around it; null when nothing does. */
export function secretFrom(name: string, entry: Entry, lookup: Lookup, say: Say): string | null {
  const given = [`${name}_env`, `${name}_file`].filter((key) => entry[key] !== undefined);
  if (given.length === 1) return follow(given[0]!, entry, lookup, say);
  say(`${name}_env`, given.length === 0 ? `or ${name}_file is missing` : `and ${name}_file: leave one out`);
  return null;
}

/** The address of `url`, or what `url_env` or `url_file` leads to. It is never repeated in a sentence. */
export function targetFrom(
  entry: Entry & { allow_hosts?: readonly string[] },
  lookup: Lookup,
  say: Say,
): Target {
  const allowHosts = new Set((entry.allow_hosts ?? []).map(hostOf));
  const given = ['url', 'url_env', 'url_file'].filter((key) => entry[key] !== undefined);
  const key = given[0];
  if (key === undefined || given.length > 1)
    say(
      key ?? 'url',
      key === undefined
        ? 'is missing, or url_env or url_file'
        : `and ${given.slice(1).join(' and ')}: leave one out`,
    );
  const text = key === undefined ? null : key === 'url' ? String(entry.url) : follow(key, entry, lookup, say);
  const url = text !== null && URL.canParse(text) ? new URL(text) : null;
  const wrong = url ? problemOf(url, allowHosts) : 'wants an https:// address';
  if (text !== null && key !== undefined && wrong) say(key, wrong);
  return { url: url ?? NOWHERE, allowHosts };
}

/** Stands for an address of which it has been said that there is none. */
const NOWHERE = new URL('https://invalid.');

function problemOf(url: URL, allowHosts: ReadonlySet<string>): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'wants an https:// address';
  if (url.username !== '' || url.password !== '') return 'wants an address without a user name in it';
  if (url.protocol === 'http:' && !allowHosts.has(hostOf(url.hostname)))
    return `wants https://; http:// is for hosts in allow_hosts, and ${url.hostname} is not`;
  return null;
}

function follow(key: string, entry: Entry, { env, readFile }: Lookup, say: Say): string | null {
  const where = String(entry[key]);
  if (key.endsWith('_env')) {
    const value = env[where]?.trim() ?? '';
    if (value === '') say(key, `wants an environment variable that is set, and ${where} is not`);
    return value === '' ? null : value;
  }
  try {
    const value = readFile(where).trim();
    if (value === '') say(key, `wants a file that holds something, and ${where} is empty`);
    return value === '' ? null : value;
  } catch {
    say(key, `wants a file that can be read, and ${where} cannot`);
    return null;
  }
}
