import { readFileSync } from 'node:fs';
import type { EventType } from '../events.generated.js';
import { EVENT_TYPES } from '../registry.js';

/** The examples beside each contract, in the JSON form of the ingest API. Throws when a contract has none. */
export function readExamples(): { type: EventType; examples: Record<string, unknown>[] }[] {
  return EVENT_TYPES.map((type) => ({ type, examples: examplesOf(type) }));
}

export function examplesOf(type: EventType): Record<string, unknown>[] {
  const file = `../../../../schemas/${type.replace('.', '/examples/')}.json`;
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Record<string, unknown>[];
}
