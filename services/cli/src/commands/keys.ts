import type { Scope } from '@tallyboard/runtime/api-keys';
import { loadSettings } from '@tallyboard/runtime/settings';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../command.js';
import { createCredential, credentialsFileIn, readCredentials } from '../credentials.js';
import { EXIT } from '../exit-codes.js';
import { dataDirOf, dataDirSettings } from '../settings.js';
import { table } from '../terminal/table.js';

const SCOPES: readonly Scope[] = ['ingest', 'read', 'admin'];

interface CreateOptions {
  tenant: string;
  scopes: Scope[];
  label?: string;
  keep: boolean;
  json?: boolean;
}

export function addKeys(program: Command, context: Context, exit: (code: number) => void): void {
  const keys = program.command('keys').description('make and list the API keys of the local stack');
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
    .description('list the keys kept in the credentials file, without showing them')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', '\nExample:\n  $ tally keys list')
    .action((options: { json?: boolean }) => {
      const kept = readCredentials(dataDirIn(context)).map(({ key: _key, ...rest }) => rest);
      if (options.json) context.output.json({ keys: kept });
      else if (kept.length === 0) context.output.say('No keys yet: "tally up" makes the first ones.');
      else
        context.output.print(
          table(
            [{ title: 'id' }, { title: 'tenant' }, { title: 'scopes' }, { title: 'label' }],
            kept.map((each) => [each.id, each.tenant, each.scopes.join(','), each.label ?? '']),
          ),
        );
      exit(EXIT.ok);
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
