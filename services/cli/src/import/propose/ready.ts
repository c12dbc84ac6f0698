import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ENTITIES } from '../entities.js';
import type { Entity } from '../entity.js';

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
  found: number;
}

/**
 * The ready mappings by how well they fit: least missing first, then most columns found. Titles are compared without case.
 * None of which less than half of what a line needs is there.
 */
export function readyFits(folder: string, columns: readonly string[]): Fit[] {
  const titles = new Map(columns.map((title) => [title.toLowerCase(), title]));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const draft = parse(readFileSync(join(folder, file), 'utf8')) as Draft;
      const about = ENTITIES.filter(({ name }) => draft[name] !== undefined);
      // A mapping with files beside it is for its own data set.
      return about.length === 1 ? [fitOf(file.replace(/\.yaml$/, ''), about[0]!, draft, titles)] : [];
    })
    .filter(({ missing, entity, found }) => found >= 2 && missing.length * 2 <= neededOf(entity).length)
    .sort((a, b) => a.missing.length - b.missing.length || b.found - a.found);
}

function fitOf(name: string, entity: Entity, draft: Draft, titles: ReadonlyMap<string, string>): Fit {
  const needed = neededOf(entity);
  const missing: Fit['missing'] = [];
  let found = 0;
  const rules = Object.entries(draft[entity.name] as Record<string, { column?: string }>).flatMap(
    ([field, rule]) => {
      if (rule.column === undefined) return [[field, rule]];
      const title = titles.get(rule.column.toLowerCase());
      if (title === undefined) {
        if (!needed.includes(field)) return [];
        missing.push({ field, column: rule.column });
        return [[field, rule]];
      }
      found += 1;
      return [[field, { ...rule, column: title }]];
    },
  );
  return { name, entity, draft: { ...draft, [entity.name]: Object.fromEntries(rules) }, missing, found };
}

/** The fields that every line of an entity needs. */
export const neededOf = ({ rules }: Entity): string[] =>
  Object.entries(rules.shape)
    .filter(([, schema]) => !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault))
    .map(([field]) => field);
