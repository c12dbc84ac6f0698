import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case that people reported elsewhere as a bug, with the right answer. */
export interface ReportedCase {
  case: string;
  kind: string;
  /** CloudEvents as they are posted. */
  events?: { id: string; type: string }[];
  /** What it takes beside events: `alerts`, `schedules`. */
  needs?: string;
  expect_ingest?: { id: string; accepted: boolean }[];
  expect?: Expectation[];
  files?: Record<string, string>;
  command?: string[];
  expect_import?: { rejected: number };
}

export interface Expectation {
  metric: string;
  query: string;
  value?: number | string | null;
  n?: number;
  rows?: Record<string, unknown>[];
}

const FOLDER = join(import.meta.dirname, '../../../shared/cases');

/** Those that lie beside the project, if any do. */
export const reportedCases = (): ReportedCase[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as ReportedCase)
    : [];
