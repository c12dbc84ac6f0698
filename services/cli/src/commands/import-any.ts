import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Failure } from '@tallyboard/runtime/failure';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { readMapping } from '../import/mapping.js';
import { type Proposal, propose } from '../import/propose/proposal.js';
import { sampleOf } from '../import/propose/sample.js';
import type { Spool } from '../import/spool.js';
import { createReaders } from '../import/values.js';
import { WORKSPACE } from '../settings.js';
import type { ImportedFiles } from './import-files.js';

/** A file as it was given, from the working directory, and where it can be read. */
interface Given {
  name: string;
  at: string;
}

/** Files that are of one kind, with one mapping. */
interface Recognised {
  proposal: Proposal;
  files: Given[];
  /** What the mapping is called. */
  mapping: string;
}

/** Imports files with a mapping. */
type Import = (kind: {
  entity: Proposal['entity'];
  paths: string[];
  mapping: string;
}) => Promise<ImportedFiles>;

interface Wanted {
  spool: Spool;
  /** The ready mapping that all files are to be read by. */
  as: string | undefined;
  /** Without asking. */
  isWanted: boolean;
  importing: Import;
  /** Says what came of all of it; resolves with the exit code. */
  summarising(all: readonly ImportedFiles[]): Promise<number>;
}

/** Proposes mappings, shows what would come of them, and imports with them when that is wanted. */
export async function importAny(
  context: Context,
  paths: readonly string[],
  { spool, as, isWanted, importing, summarising }: Wanted,
): Promise<number> {
  const { output, cwd } = context;
  const { kinds, isAll } = await recognise(context, paths, spool, as);
  for (const kind of kinds) {
    const path = resolve(cwd, kind.mapping);
    if (existsSync(path) && readFileSync(path, 'utf8') !== kind.proposal.yaml)
      throw new Failure(
        `${kind.mapping} is here already: import with it, "${againWith(kind)}", or remove it.`,
      );
  }
  for (const kind of kinds) {
    writeFileSync(resolve(cwd, kind.mapping), kind.proposal.yaml);
    for (const line of said(kind)) output.say(line);
  }
  const open = kinds.filter(({ proposal }) => proposal.open.length > 0);
  if (open.length > 0)
    throw new Failure(
      `${open.map((kind) => `Say that in ${kind.mapping}, then: ${againWith(kind)}`).join('\n')}`,
    );
  for (const { proposal, files, mapping } of kinds) {
    const read = readMapping(proposal.yaml, mapping);
    const rules = {
      mapping: read,
      readers: createReaders(read),
      asOf: Date.now(),
      entity: proposal.entity,
    };
    if (kinds.length > 1) output.say(`${files[0]!.name}:`);
    for (const line of await sampleOf(files[0]!.at, rules)) output.say(`  ${line}`);
  }
  if (!isWanted && !(await confirms('Import it so? [y/N] '))) {
    const which = kinds.map((kind) => `Edit ${kind.mapping} if you like, then: ${againWith(kind)}`);
    output.print(`Nothing was imported. ${which.join('\n')}`);
    return EXIT.ok;
  }
  const all: ImportedFiles[] = [];
  for (const { proposal, files, mapping } of kinds)
    all.push(await importing({ entity: proposal.entity, paths: files.map(({ at }) => at), mapping }));
  const code = await summarising(all);
  return code === EXIT.ok && !isAll ? EXIT.rejects : code;
}

/** The files by what they are. One among several that is nothing known is said and left out. */
async function recognise({ output, cwd }: Context, paths: readonly string[], spool: Spool, as?: string) {
  const kinds: Recognised[] = [];
  const unknown: string[] = [];
  const ready = join(WORKSPACE, 'infra/mappings');
  for (const path of paths) {
    const name = path === '-' ? path : relative(cwd, path);
    let at: string;
    let proposal: Proposal | null;
    try {
      at = await spool.file(path);
      proposal = await propose(at, ready, as);
    } catch (error) {
      if (!(error instanceof Failure) || paths.length === 1) throw error;
      unknown.push(error.message);
      continue;
    }
    const same = kinds.find((each) => each.proposal.yaml === proposal?.yaml);
    if (same) same.files.push({ name, at });
    else if (proposal) kinds.push({ proposal, files: [{ name, at }], mapping: '' });
    else unknown.push(`What ${name} is cannot be told by its columns.`);
  }
  if (kinds.length === 0)
    throw new Failure(
      `${unknown.join('\n')}\nWrite a mapping (infra/mappings/README.md) and name what it has, for example "tally import calls ${relative(cwd, paths[0]!)} --mapping acme.yaml".`,
    );
  for (const each of unknown) output.say(`${each} It is left out.`);
  nameMappings(kinds);
  needDistinctNames(kinds.flatMap(({ files }) => files));
  return { kinds, isAll: unknown.length === 0 };
}

/** The rejected lines of each go to a file of its name. */
function needDistinctNames(files: readonly Given[]): void {
  const stem = ({ at }: Given) => basename(at).replace(/\.csv$/i, '');
  const second = files.find((each, i) => files.slice(0, i).some((other) => stem(other) === stem(each)));
  if (!second) return;
  const first = files.find((each) => stem(each) === stem(second))!;
  throw new Failure(
    `Rejected lines of ${first.name} and of ${second.name} would go to one file: import them one after the other, with --rejects for one of them.`,
  );
}

/** After the file; after the ready mapping where there are several files of a kind. No two alike. */
function nameMappings(kinds: Recognised[]): void {
  const taken = new Map<string, number>();
  for (const kind of kinds) {
    const { files, proposal } = kind;
    const of = (files.length > 1 && proposal.from) || basename(files[0]!.at).replace(/\.[a-z]+$/i, '');
    const times = (taken.get(of) ?? 0) + 1;
    taken.set(of, times);
    kind.mapping = `${of}${times > 1 ? `-${times}` : ''}.mapping.yaml`;
  }
}

/** What a kind of files is, why, and what that leaves out. */
function said({ proposal, files, mapping }: Recognised): string[] {
  const { entity, from, found, also, unused, note, open } = proposal;
  const names = files.map(({ name }) => name);
  const why = from
    ? `, as ${from} exports them (${found} of its columns)`
    : `, by the words of its columns (${found} of them)`;
  return [
    `${names.join(', ')}: ${entity.name}${why}. What its columns mean is in ${mapping}.`,
    ...also.map(
      (other) =>
        `It has what ${other.name} needs, too, but fewer columns of it (${other.found}); to read it as that: tally import ${names.join(' ')} --as ${other.name}`,
    ),
    ...(note ? [note] : []),
    ...(unused.length > 0 ? [`Not used: ${listed(unused)}.`] : []),
    ...(proposal.isEncodingAssumed
      ? [
          `It is not UTF-8 and is read as windows-1252; if names look wrong below, say in ${mapping} what it is: encoding.`,
        ]
      : []),
    ...(proposal.isZoneAssumed
      ? [
          `Its times name no zone and are read as UTC; if they are of another clock, say so in ${mapping}: dates: { zone: Europe/Berlin }.`,
        ]
      : []),
    ...open.map((each) => `  ${each}`),
  ];
}

const MOST_LISTED = 12;

function listed(titles: readonly string[]): string {
  const more = titles.length - MOST_LISTED;
  const shown = titles.slice(0, MOST_LISTED).map((title) => `"${title}"`);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more columns` : ''}`;
}

const againWith = ({ proposal, files, mapping }: Recognised): string =>
  `tally import ${proposal.entity.name} ${files.map(({ name }) => name).join(' ')} --mapping ${mapping}`;

/** Asks whoever is at the terminal; nobody there means no. */
async function confirms(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } catch (error) {
    // Ctrl-C is no.
    if ((error as Error).name === 'AbortError') return false;
    throw error;
  } finally {
    terminal.close();
  }
}
