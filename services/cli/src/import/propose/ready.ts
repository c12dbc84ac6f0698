import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@tallyboard/runtime/failure';
import { parse } from 'yaml';
import { z } from 'zod';
import { ENTITIES } from '../entities.js';
import type { Entity } from '../entity.js';
import { titleMeant, titlesOf } from '../titles.js';

/** A mapping as its file has it, before it is checked. */
export type Draft = Record<string, unknown>;

/** A ready mapping that fits some titles. */
export interface Fit {
  /** Its file without `.yaml`, for example `hubspot-deals`. */
  name: string;
  entity: Entity;
  /** With the titles as the file has them, and without what it has not. */
  draft: Draft;
  /** What every line needs and the file has no column for: the field, and the title that was looked for. */
  missing: { field: string; column: string }[];
  /** Columns of the file that it reads. */
  used: ReadonlySet<string>;
  /** Its titles are those that only such an export has. */
  isKnown: boolean;
  /** It lacks one of those. */
  lacks: boolean;
  /** How many columns speak for it: those, and those that such an export is known by. */
  found: number;
}

/**
 * The ready mappings by how well they fit: those that a file is known by first, then least missing, then most columns. None
 * that is known by titles which are not there, or of which less than half of what a line needs is.
 */
export function readyFits(folder: string, columns: readonly string[]): Fit[] {
  return readyIn(folder)
    .map((each) => fitOf(each, columns))
    .filter(
      ({ isKnown, lacks, missing, entity, found }) =>
        isKnown || (!lacks && found >= 2 && missing.length * 2 <= neededOf(entity).length),
    )
    .sort(
      (a, b) =>
        Number(b.isKnown) - Number(a.isKnown) || a.missing.length - b.missing.length || b.found - a.found,
    );
}

type Rule = { column?: string | string[]; columns?: string[] };

/** How the ready mapping of this name fits, however little. */
export function readyFit(folder: string, columns: readonly string[], name: string): Fit {
  const all = readyIn(folder);
  const ready = all.find((each) => each.name === name);
  if (ready) return fitOf(ready, columns);
  throw new Failure(
    `There is no ready mapping ${name}; there are ${all.map((each) => each.name).join(', ')}.`,
  );
}

interface Ready {
  name: string;
  entity: Entity;
  draft: Draft;
}

function readyIn(folder: string): Ready[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const draft = parse(readFileSync(join(folder, file), 'utf8')) as Draft;
      const about = ENTITIES.filter(({ name }) => draft[name] !== undefined);
      // A mapping with files beside it is for its own data set.
      return about.length === 1 ? [{ name: file.replace(/\.yaml$/, ''), entity: about[0]!, draft }] : [];
    });
}

function fitOf({ name, entity, draft: ready }: Ready, columns: readonly string[]): Fit {
  const { known_by: knownBy = [], ...draft } = ready as Draft & { known_by?: string[] };
  const lacks = !knownBy.every((title) => titleMeant([title], columns) !== null);
  const needed = [...neededOf(entity), 'only'];
  const missing: Fit['missing'] = [];
  const used = new Set<string>();
  const titled = ([field, rule]: [string, Rule]): [string, Rule][] => {
    for (const each of rule.columns ?? []) used.add(titleMeant([each], columns) ?? each);
    if (rule.column === undefined) return [[field, rule]];
    const wanted = titlesOf(rule.column);
    const title = titleMeant(wanted, columns);
    if (title !== null) {
      used.add(title);
      return [[field, { ...rule, column: title }]];
    }
    if (!needed.includes(field)) return [];
    missing.push({ field, column: wanted[0]! });
    return [[field, { ...rule, column: wanted[0]! }]];
  };
  const rules = Object.entries(draft[entity.name] as Record<string, Rule | Rule[]>).flatMap(
    ([field, rule]): [string, unknown][] =>
      Array.isArray(rule)
        ? [[field, rule.flatMap((each) => titled([field, each]).map(([, titledRule]) => titledRule))]]
        : titled([field, rule]),
  );
  const found = used.size + (lacks ? 0 : knownBy.length);
  return {
    name,
    entity,
    draft: { ...draft, [entity.name]: Object.fromEntries(rules) },
    missing,
    used,
    isKnown: knownBy.length > 0 && !lacks,
    lacks,
    found,
  };
}

/** The fields that every line of an entity needs. */
export const neededOf = ({ rules }: Entity): string[] =>
  Object.entries(rules.shape)
    .filter(([, schema]) => !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault))
    .map(([field]) => field);
