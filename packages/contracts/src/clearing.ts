import { type Field, kindOf } from './fields.js';
import { show } from './show.js';
import type { Violation } from './violation.js';

/** The field of an amendment that lists which of the others have no value any more. */
export const CLEARED = 'cleared';

/** What an amendment says of itself or of another statement is no value of the entity. */
const OWN = /^(retracts|replaces)(_source)?$/;

/** Names of the fields that an amendment can clear; none of what lists nothing. Instants are corrected, never cleared. */
export function clearableOf(fields: readonly Field[]): string[] {
  if (!fields.some(({ name }) => name === CLEARED)) return [];
  return fields
    .filter(
      ({ name, nullable, avro }) =>
        nullable && name !== CLEARED && !OWN.test(name) && kindOf(avro) !== 'timestamp-millis',
    )
    .map(({ name }) => name);
}

/** The list in its form: each name once, in order; null when there is none. */
export function clearedForm(listed: readonly string[]): readonly string[] | null {
  return listed.length === 0 ? null : [...new Set(listed)].sort();
}

/** Names that cannot be cleared, and fields that are cleared and have a value. */
export function wrongClearing(event: Record<string, unknown>, clearable: readonly string[]): Violation[] {
  const listed = (event[CLEARED] ?? []) as readonly string[];
  return listed.flatMap((name) => {
    if (!clearable.includes(name))
      return [
        {
          field: CLEARED,
          reason: `${show(name)} is no field that can lose its value`,
          expected: `names out of ${clearable.join(', ')}`,
        },
      ];
    return event[name] === null
      ? []
      : [{ field: CLEARED, reason: `${name} is cleared and has a value`, expected: 'one of the two' }];
  });
}
