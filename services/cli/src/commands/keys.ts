import { SCOPES, type Scope } from '@tallyboard/runtime/api-keys';
import { Failure } from '@tallyboard/runtime/failure';
import { nearest } from '@tallyboard/runtime/nearest';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { createCredential, credentialsFileIn, type KnownKey, knownKeys, revokeKeys } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import { dataDirOf, dataDirSettings } from '../settings.js';
import { table } from '../terminal/table.js';

interface CreateOptions {
  tenant: string;
  scopes: Scope[];
  label?: string;
  keep: boolean;
  json?: boolean;
}

export function addKeys(program: Command, context: Context, exit: (code: number) => void): void {
  const keys = program.command('keys').description('make, list and revoke the API keys of the local stack');
  keys
    .command('create')
    .description('make an API key; the running services know it at once')
    .requiredOption('--tenant <name>', 'whose data it opens')
    .requiredOption('--scopes <list>', `what it may do: ${SCOPES.join(', ')}`, scopesOf)
    .option('--label <text>', 'what it is for')
    .option('--no-keep', 'do not keep it in the credentials file: it is shown this once')
    .option('--json', 'print the key as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ tally keys create --tenant demo --scopes read --label grafana
  $ tally keys create --tenant acme --scopes ingest,read`,
    )
    .action((options: CreateOptions) => {
      const dataDir = dataDirIn(context);
      const { json, ...asked } = options;
      const credential = createCredential(dataDir, asked);
      if (json) context.output.json(credential);
      else {
        context.output.print(credential.key);
        context.output.say(
          asked.keep
            ? `For ${credential.tenant}, ${credential.scopes.join(' and ')}; kept in ${credentialsFileIn(dataDir)}, where tally finds it.`
            : `For ${credential.tenant}, ${credential.scopes.join(' and ')}; keep it now, it is not shown again.`,
        );
      }
      exit(EXIT.ok);
    });
  keys
    .command('list')
    .description('list every key that opens something, without showing it')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', '\nExample:\n  $ tally keys list')
    .action((options: { json?: boolean }) => {
      const known = knownKeys(dataDirIn(context));
      if (options.json) context.output.json({ keys: known });
      else if (known.length === 0) context.output.say('No keys yet: "tally up" makes the first ones.');
      else context.output.print(keyTable(known));
      exit(EXIT.ok);
    });
  keys
    .command('revoke')
    .description('take keys back: they open nothing from now on, and their open streams end')
    .argument('<id...>', 'what "tally keys list" calls them, or the keys themselves')
    .option('--json', 'print what was revoked as JSON')
    .addHelpText('after', '\nExamples:\n  $ tally keys list\n  $ tally keys revoke 3f9c2b7a51d0')
    .action((asked: string[], options: { json?: boolean }) => {
      const dataDir = dataDirIn(context);
      const known = knownKeys(dataDir);
      const ids = new Set(asked.map((each) => idOf(each)));
      for (const id of ids) if (!known.some((key) => key.id === id)) throw noSuchKey(id, known);
      revokeKeys(dataDir, [...ids]);
      const revoked = known.filter(({ id }) => ids.has(id));
      if (options.json) context.output.json({ revoked });
      else for (const key of revoked) context.output.print(ended(key));
      exit(EXIT.ok);
    });
}

const COLUMNS = ['id', 'tenant', 'scopes', 'label', 'kept'].map((title) => ({ title }));

function keyTable(keys: readonly KnownKey[]): string {
  return table(
    COLUMNS,
    keys.map((key) => [key.id, key.tenant, key.scopes.join(','), key.label ?? '', whereKept(key)]),
  );
}

/** The hash is what the services know. */
function whereKept({ opens, kept }: KnownKey): string {
  if (!opens) return 'in clear, but no service knows it: it opens nothing';
  return kept ? 'as hash and in clear' : 'as hash';
}

function ended({ id, tenant, scopes, label, opens }: KnownKey): string {
  const name = `Key ${id}${label === undefined ? '' : ` (${label})`}`;
  return opens
    ? `${name} opens nothing of ${tenant} any more (${scopes.join(' and ')}): it is refused from now on, and its open streams end within a second or two.`
    : `${name} of ${tenant} is gone; it opened nothing.`;
}

/** Of `tally_<id>_<secret>`, which is what people have of a key that has leaked, the id. */
const idOf = (text: string): string => /^tally_([a-z0-9]+)_/.exec(text)?.[1] ?? text;

function noSuchKey(id: string, known: readonly KnownKey[]): Failure {
  const guess = nearest(
    id,
    known.map((key) => key.id),
  );
  const way = guess === undefined ? '"tally keys list" shows them.' : `did you mean ${guess}?`;
  return new Failure(`There is no key ${JSON.stringify(id)}, and nothing was revoked: ${way}`, {
    exitCode: EXIT.usage,
  });
}

const dataDirIn = (context: Context): string => dataDirOf(loadSettings(dataDirSettings, context.env).dataDir);

function scopesOf(text: string): Scope[] {
  const asked = text.split(',').map((scope) => scope.trim());
  const wrong = asked.find((scope) => !SCOPES.includes(scope as Scope));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`"${wrong}" is no scope; there are ${SCOPES.join(', ')}.`);
  return [...new Set(asked)] as Scope[];
}
