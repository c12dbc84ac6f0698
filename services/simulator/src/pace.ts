import type { Office } from './offices.js';
import { afterWorking } from './working-hours.js';

/** How fast work goes: the instant by which `workMs` of work begun at `fromMs` is done. */
export type Pace = (office: Office, fromMs: number, workMs: number) => number;

/** Work is done in the working hours of the office. */
export const inWorkingHours: Pace = (office, fromMs, workMs) => afterWorking(office, fromMs, workMs);

/** Work goes on round the clock, and `times` as fast. */
export function hurried(times: number): Pace {
  return (_office, fromMs, workMs) => Math.round(fromMs + 1 + workMs / times);
}
