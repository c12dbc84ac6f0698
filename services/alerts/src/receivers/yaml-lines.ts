import { nearest } from '@tallyboard/runtime/nearest';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';

/** Where in a document: keys and positions. */
export type Path = readonly (string | number)[];

/** A YAML text that knows in which line everything stands. */
export interface Lines {
  value: unknown;
  /** `line 3: …`, of what is nearest to the path. */
  at(path: Path, sentence: string): string;
}

/** Reads YAML; the sentence says why it is none. */
export function readLines(text: string): Lines | { problem: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) return { problem: `line ${lines.linePos(broken.pos[0]).line}: ${broken.message}` };
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const node = isMap(parent)
        ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
        : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  try {
    return {
      value: document.toJS({ maxAliasCount: 0 }),
      at: (path, sentence) => `line ${lineOf(path)}: ${sentence}`,
    };
  } catch {
    return { problem: 'line 1: aliases (*name) are not taken; write out what they stand for' };
  }
}

/** What is wrong with the part of the document at `path`, each with its line and what is wanted. */
export function problemsOf(schema: TSchema, value: unknown, lines: Lines, path: Path): string[] {
  const found: string[] = [];
  for (const { keyword, instancePath, params } of Errors(schema, value) as Problem[]) {
    const inner = [...path, ...keysOf(instancePath)];
    const place = inner.join('.') || 'the document';
    const asked = schemaAt(schema, keysOf(instancePath));
    if (keyword === 'additionalProperties') {
      const known = Object.keys(asked?.properties ?? {});
      for (const key of params.additionalProperties ?? []) {
        const meant = nearest(key, known);
        found.push(
          lines.at(
            [...inner, key],
            `${[...inner, key].join('.')} is unknown; ${meant ? `${meant} was probably meant` : `known are ${known.join(', ')}`}`,
          ),
        );
      }
    } else if (keyword === 'required') {
      for (const key of params.requiredProperties ?? []) {
        const wants = schemaAt(asked, [key])?.description;
        found.push(
          lines.at(inner, `${[...inner, key].join('.')} is missing${wants ? ` and wants ${wants}` : ''}`),
        );
      }
    } else if (keyword !== 'boolean') {
      found.push(lines.at(inner, `${place} wants ${wantsOf(asked, keyword)}`));
    }
  }
  return [...new Set(found)];
}

interface Problem {
  keyword: string;
  instancePath: string;
  params: { additionalProperties?: string[]; requiredProperties?: string[] };
}

interface Described {
  description?: string;
  enum?: readonly unknown[];
  type?: string;
  properties?: Record<string, Described>;
  items?: Described;
}

const keysOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~')));

function schemaAt(schema: unknown, path: Path): Described | undefined {
  let at = schema as Described | undefined;
  for (const key of path) at = typeof key === 'number' ? at?.items : at?.properties?.[key];
  return at;
}

const wantsOf = (schema: Described | undefined, keyword: string): string =>
  (schema?.enum ? `one of ${schema.enum.join(', ')}` : schema?.description) ??
  `something else (${keyword === 'type' ? (schema?.type ?? keyword) : keyword})`;
