import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';

/** Where in a document: keys and positions. */
export type Path = readonly (string | number)[];

/** A place in a text; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A YAML text that knows where everything stands. */
export interface Lines {
  value: unknown;
  /** Where the path begins: the key of a field; of what is not there, what it should be in. */
  at(path: Path): Place;
}

const START: Place = { line: 1, column: 1 };
/** More aliases than anybody writes; what they stand for may itself be full of aliases. */
const MOST_ALIASES = 100;

/** Reads YAML; else every sentence on why it is none. */
export function readLines(text: string): Lines | { problems: (Place & { message: string })[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ message, pos }) => ({ ...placeOf(pos[0]), message })) };
  const at = (path: Path): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const node = isMap(parent)
        ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
        : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return placeOf(node.range[0]);
    }
    return START;
  };
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }), at };
  } catch (error) {
    return { problems: [{ ...START, message: (error as Error).message }] };
  }
}
