import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clickhouseSettings,
  describeSettings,
  kafkaSettings,
  schemaSettings,
  shardsSettings,
} from '@tallyboard/runtime/settings';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from './program.js';
import { clientSettings } from './settings.js';
import { createOutput } from './terminal/output.js';
import { type Example, examplesIn } from './testing/examples.js';

const ROOT = join(import.meta.dirname, '../../..');
const SILENT = { writeOut: () => {}, writeErr: () => {} };
const output = createOutput(process.stdout, process.stderr);
const program = () => createProgram({ env: {}, cwd: ROOT, output }, '0.1.0', () => {});

const foldersOf = (parent: string) => readdirSync(join(ROOT, parent)).map((name) => join(parent, name));

/** Every command, those of commands too. */
const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

/** What a command says after --help. */
function helpOf(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
  return written.join('');
}

/** Reads a command line as the command would, and does nothing; throws what is wrong with it. */
async function parse({ args }: Example): Promise<void> {
  const idle = program();
  for (const command of all(idle))
    command
      .exitOverride()
      .configureOutput(SILENT)
      .action(() => {});
  try {
    await idle.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
}

const helps = all(program()).map((command) => [command.name(), examplesIn(helpOf(command))] as const);
const readmes = ['', 'infra', 'infra/mappings', ...foldersOf('services'), ...foldersOf('test')]
  .map((folder) => join(ROOT, folder, 'README.md'))
  .filter((file) => existsSync(file))
  .map((file) => [file.slice(ROOT.length), examplesIn(readFileSync(file, 'utf8'))] as const);
const settings = describeSettings({
  ...clientSettings,
  ...kafkaSettings,
  ...clickhouseSettings,
  ...schemaSettings,
  ...shardsSettings,
});

describe.each([...helps, ...readmes].filter(([, examples]) => examples.length > 0))('%s', (_, examples) => {
  it.each(examples.map((example) => [example.line, example] as const))('%s', async (_, example) => {
    await parse(example);
    for (const name of Object.keys(example.env)) expect(settings).toContain(`${name} `);
  });
});

it('finds examples at every command that does something', () => {
  const without = all(program()).filter(
    (command) => command.commands.length === 0 && examplesIn(helpOf(command)).length === 0,
  );
  expect(without.map((command) => command.name())).toEqual([]);
  expect(readmes.flatMap(([, examples]) => examples).length).toBeGreaterThan(3);
});
