import { openCsv } from '../csv.js';
import type { Mapping } from '../mapping.js';
import { type ReadingRules, readLine } from '../reading.js';

const SHOWN = 10;

/** The first lines of a file as what they become, a text for each event, or why a line cannot be used. */
export async function sampleOf(path: string, rules: ReadingRules): Promise<string[]> {
  const { delimiter, encoding } = rules.mapping as Mapping;
  const csv = await openCsv({ path, delimiter, encoding });
  const said: string[] = [];
  let lines = 0;
  try {
    for await (const line of csv.lines) {
      const reading = readLine(rules, line);
      if ('reason' in reading) said.push(`${line.line}: cannot be used: ${reading.reason}`);
      else
        for (const { type, time, data } of reading.events) {
          const { source_version: _, ...rest } = data;
          said.push(`${line.line}: ${type} ${time} ${JSON.stringify(rest)}`);
        }
      lines += 1;
      if (lines >= SHOWN) break;
    }
  } finally {
    await csv.close();
  }
  return said;
}
