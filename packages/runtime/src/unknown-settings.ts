import { nearest } from './nearest.js';
import { SETTING_NAMES } from './setting-names.generated.js';

/**
 * What is wrong with names in `env` that begin with TALLY_ and are settings of nothing, a sentence part each: such a
 * name is misspelt, and what its writer wanted would not hold. `own` are names that are known besides.
 */
export function unknownSettings(env: Record<string, string | undefined>, own: readonly string[]): string[] {
  const known = new Set([...SETTING_NAMES, ...NO_SETTINGS, ...own]);
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && env[name] && !known.has(name) && !isForOthers(name))
    .map((name) => {
      const bare = [...known].map((each) => each.slice(PREFIX.length));
      const guess = nearest(name.slice(PREFIX.length), bare);
      return `${name} is no setting (${guess === undefined ? 'the README lists them' : `did you mean ${PREFIX}${guess}?`})`;
    });
}

const PREFIX = 'TALLY_';

/** Read by what is no program with settings: the engines' caches, compose, tests of the repository, and whoever starts a service. */
const NO_SETTINGS = [
  'TALLY_CACHE_DIR',
  'TALLY_CLICKHOUSE_IMAGE',
  'TALLY_CRM_DATA',
  'TALLY_EXIT_WITH_PARENT',
  'TALLY_KAFKA_IMAGE',
];

/** Tests; and what Kubernetes sets in every container for a Service named tally-something. */
const isForOthers = (name: string): boolean =>
  /^TALLY_TEST_/.test(name) || /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$/.test(name);
