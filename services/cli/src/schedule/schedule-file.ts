import type { WorkingHours } from '@tallyboard/api/query';
import { Failure } from '@tallyboard/runtime/failure';
import { parse } from 'yaml';
import { z } from 'zod';
import { hoursIn } from './hours.js';

/** When work is done, as people say it. */
export interface ScheduleSaid {
  zone?: string | undefined;
  hours?: WorkingHours[] | undefined;
  holidays?: string[] | undefined;
  /** RFC 3339, or a date. */
  from?: string | undefined;
}

const spans = z.union([z.string(), z.array(z.string())]).transform((said) => [said].flat());
const shape = z.strictObject({
  zone: z.string().optional(),
  from: z.string().optional(),
  /** By days: `mon-fri: 09:00-12:30 13:30-18:00`, or a list of spans. */
  hours: z.record(z.string(), spans).optional(),
  holidays: z.array(z.string()).optional(),
});

/** A schedule as a file of YAML says it. */
export function readScheduleFile(text: string, file: string): ScheduleSaid {
  let said: unknown;
  try {
    // Dates stay as they are written.
    said = parse(text, { schema: 'failsafe' });
  } catch (error) {
    throw new Failure(`${file} is no YAML: ${(error as Error).message}`);
  }
  const read = shape.safeParse(said);
  if (!read.success)
    throw new Failure(
      `${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ')}`,
    );
  const { hours, ...rest } = read.data;
  return {
    ...rest,
    ...(hours && {
      hours: Object.entries(hours).flatMap(([days, list]) => hoursIn(`${days} ${list.join(' ')}`)),
    }),
  };
}
