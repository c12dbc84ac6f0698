import { Failure } from '../failure.js';
import { isTenant } from '../key-file.js';
import { nearest } from '../nearest.js';
import { clickhouseSettings } from '../settings.js';
import type { Shard, ShardMap } from './shard-map.js';

/** Throws a Failure that says all that is wrong with the text of the file at `path`. */
export function readShards(text: string, path: string): ShardMap {
  const wrong: string[] = [];
  const say = (where: string, what: string) => void wrong.push(`${where} ${what}`);
  const value = parsed(text);
  if (!isObject(value))
    throw new Failure(
      `The shards file ${path} does not hold a JSON object {"shards": [...], "tenants": {...}}: mend it.`,
    );
  checkNames('', value, ['shards', 'tenants', 'moving'], say);
  const shards = (Array.isArray(value.shards) ? value.shards : []).flatMap(
    (each: unknown, at) => readShard(each, `shards[${at}]`, say) ?? [],
  );
  if (!Array.isArray(value.shards) || value.shards.length === 0)
    say('shards', 'wants a list of at least one shard');
  checkShared(shards, say);
  const placed = readPlaces(value.tenants, 'tenants', shards, say);
  const moving = readPlaces(value.moving, 'moving', shards, say);
  if (shards.length > 0 && !shards.some(({ isOpen }) => isOpen))
    say(
      'shards',
      'has none that is open, so that a tenant of no entry would have no place: leave "open" out of one',
    );
  if (wrong.length > 0) throw new Failure(`The shards file ${path} cannot be used: ${wrong.join('; ')}.`);
  return { shards, placed, moving };
}

type Say = (where: string, what: string) => void;
type Json = Record<string, unknown>;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** What Kafka takes in the name of a topic. */
const PREFIX = /^[A-Za-z0-9._-]{0,100}$/;
const DATABASE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const KEYS = ['name', 'topicPrefix', 'clickhouseUrl', 'database', 'open'];
const ADDRESS = clickhouseSettings.clickhouseUrl;
const usualDatabase = (clickhouseSettings.clickhouseDatabase.fallback as { value: string }).value;

function readShard(value: unknown, where: string, say: Say): Shard | null {
  if (!isObject(value)) {
    say(
      where,
      'wants an object such as {"name": "a", "topicPrefix": "a.", "clickhouseUrl": "http://a:8123"}',
    );
    return null;
  }
  checkNames(where, value, KEYS, say);
  const { name, topicPrefix, clickhouseUrl, database = usualDatabase, open = true } = value;
  const fits = (key: string, found: unknown, pattern: RegExp, wants: string): string => {
    if (typeof found === 'string' && pattern.test(found)) return found;
    say(`${where}.${key}`, `is ${shown(found)} but wants ${wants}`);
    return '';
  };
  const url = typeof clickhouseUrl === 'string' ? ADDRESS.parse(clickhouseUrl) : undefined;
  if (url === undefined)
    say(`${where}.clickhouseUrl`, `is ${shown(clickhouseUrl)} but wants ${ADDRESS.wants}`);
  if (typeof open !== 'boolean') say(`${where}.open`, `is ${shown(open)} but wants true or false`);
  return {
    name: fits('name', name, NAME, "1 to 64 letters, digits, '.', '_' or '-'"),
    topicPrefix: fits('topicPrefix', topicPrefix, PREFIX, "letters, digits, '.', '_' or '-', or nothing"),
    clickhouseUrl: url ?? '',
    clickhouseDatabase: fits('database', database, DATABASE_NAME, "letters, digits and '_'"),
    isOpen: open !== false,
  };
}

/** Two shards in one place would count each other's tenants, or keep each other's offsets. */
function checkShared(shards: readonly Shard[], say: Say): void {
  const claims = new Map<string, string>();
  for (const { name, topicPrefix, clickhouseUrl, clickhouseDatabase } of shards) {
    for (const claim of [
      `the name ${shown(name)}`,
      `the topic prefix ${shown(topicPrefix)}`,
      ...clickhouseUrl.split(',').map((url) => `the database ${clickhouseDatabase} at ${url}`),
    ]) {
      const other = claims.get(claim);
      if (other !== undefined)
        say(`shards ${shown(other)} and ${shown(name)}`, `both have ${claim}: give each its own`);
      claims.set(claim, name);
    }
  }
}

function readPlaces(value: unknown, where: string, shards: readonly Shard[], say: Say): Map<string, Shard> {
  const places = new Map<string, Shard>();
  if (value === undefined) return places;
  if (!isObject(value)) {
    say(where, 'wants an object {"tenant": "name of a shard"}');
    return places;
  }
  const names = shards.map(({ name }) => name);
  for (const [tenant, name] of Object.entries(value)) {
    if (!isTenant(tenant))
      say(`${where}.${tenant}`, "is of no tenant: it takes letters, digits, '.', '_' or '-'");
    const shard = shards.find((each) => each.name === name);
    if (shard) places.set(tenant, shard);
    else say(`${where}.${tenant}`, `names ${shown(name)}, which is no shard (${meant(String(name), names)})`);
  }
  return places;
}

function checkNames(where: string, value: Json, known: readonly string[], say: Say): void {
  for (const name of Object.keys(value))
    if (!known.includes(name))
      say(`${where === '' ? '' : `${where}.`}${name}`, `is unknown (${meant(name, known)})`);
}

function meant(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${guess}?`;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string =>
  value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value)).slice(0, 100);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
