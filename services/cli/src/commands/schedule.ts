import type { Schedule, Schedules } from '@tallyboard/api/query';
import { Failure } from '@tallyboard/runtime/failure';
import { nearest } from '@tallyboard/runtime/nearest';
import { loadSettings } from '@tallyboard/runtime/settings';
import type { Command } from 'commander';
import { textIn } from '../alert/rules.js';
import type { Context } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { refusedQuestion, request } from '../http.js';
import { dateReader } from '../import/dates.js';
import { toEvent } from '../import/events.js';
import { Unusable } from '../import/values.js';
import { queryService } from '../query/service.js';
import { holidaysIn } from '../schedule/holidays.js';
import { hoursIn } from '../schedule/hours.js';
import { readScheduleFile, type ScheduleSaid } from '../schedule/schedule-file.js';
import { inForce, schedulesText, scheduleText } from '../schedule/text.js';
import { clientSettings } from '../settings.js';
import { DEMO_TENANT } from '../up/services.js';
import { senderTo } from './import-sender.js';

interface Common {
  tenant?: string;
  json?: boolean;
}

interface SetOptions extends Common {
  zone?: string;
  hours?: string[];
  holiday?: string[];
  from?: string;
}

type Version = Schedule['versions'][number];

export function addSchedule(program: Command, context: Context, exit: (code: number) => void): void {
  const schedule = program
    .command('schedule')
    .description('when work is done: hours of the week and holidays, by which times are measured')
    .addHelpText(
      'after',
      `
A ticket goes by the schedule that it names, else by that whose name is the id of its office, else by the one named
default: as it is in force when the ticket is opened.

Examples:
  $ tally schedule list
  $ tally schedule set default --zone Europe/Berlin --hours "mon-fri 09:00-17:00"
  $ tally schedule show default`,
    );
  addShown(schedule, context, exit);
  addSet(schedule, context, exit);
  addHolidays(schedule, context, exit);
}

function addShown(schedule: Command, context: Context, exit: (code: number) => void): void {
  schedule
    .command('list')
    .description('all schedules, as they hold now')
    .option('--tenant <name>', 'whose schedules (default: those of TALLY_API_KEY, else of demo)')
    .option('--json', 'print the answer of the API as it is')
    .addHelpText('after', '\nExamples:\n  $ tally schedule list')
    .action(async ({ tenant, json }: Common) => {
      const found = await known(context, tenant);
      if (json) context.output.json(found);
      else context.output.print(schedulesText(found, Date.now()));
      exit(EXIT.ok);
    });
  schedule
    .command('show')
    .description('one schedule, with all that ever held of it')
    .argument('<name>')
    .option('--tenant <name>', 'whose schedule')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExamples:\n  $ tally schedule show default')
    .action(async (name: string, { tenant, json }: Common) => {
      const found = named(name, await known(context, tenant));
      if (json) context.output.json(found);
      else context.output.print(scheduleText(found));
      exit(EXIT.ok);
    });
}

function addSet(schedule: Command, context: Context, exit: (code: number) => void): void {
  const collect = (value: string, before: string[] = []) => [...before, value];
  schedule
    .command('set')
    .description('say when work is done, from now on or from a day on')
    .argument('<name>', 'default, the id of an office, or any name that tickets give')
    .argument('[file]', 'YAML with zone, hours and holidays; what options say wins')
    .option('--zone <zone>', 'whose clock, for example Europe/Berlin')
    .option('--hours <text>', '"mon-fri 09:00-12:30 13:30-18:00"; repeatable, all hours of the week', collect)
    .option('--holiday <date>', 'a day on which nobody works; repeatable, in place of those before', collect)
    .option('--from <date>', 'from when on: a date by the clock of the zone, or an instant (default: now)')
    .option('--tenant <name>', 'whose schedule (default: that of demo)')
    .option('--json', 'print what was sent as JSON')
    .addHelpText(
      'after',
      `
What is not said stays as it is on that day. From a day that is over it corrects what was measured since; without --from tickets that
are open go on by the hours that held when they were opened. It wants keys with the scopes ingest and read.

A file:
  zone: Europe/Berlin
  hours:
    mon-thu: [09:00-12:30, 13:30-18:00]
    fri: 09:00-14:00
  holidays: [2026-12-25, 2026-12-26]

Examples:
  $ tally schedule set default --zone Europe/Berlin --hours "mon-fri 09:00-17:00"
  $ tally schedule set default --hours "mon-thu 08:00-17:00" --hours "fri 08:00-13:00" --from 2027-01-01`,
    )
    .action(async (name: string, file: string | undefined, options: SetOptions) => {
      const { tenant = DEMO_TENANT, json } = options;
      const read = file === undefined ? {} : readScheduleFile(await textIn(context, file), file);
      const said: ScheduleSaid = {
        ...read,
        ...(options.zone === undefined ? {} : { zone: options.zone }),
        ...(options.hours ? { hours: options.hours.flatMap(hoursIn) } : {}),
        ...(options.holiday ? { holidays: options.holiday } : {}),
        ...(options.from === undefined ? {} : { from: options.from }),
      };
      const now = Date.now();
      const { schedules } = await known(context, tenant);
      const before = schedules.find(({ id }) => id === name);
      // A date begins by the clock of the zone, which the version of before it may have to say.
      const ofNow = before && inForce(before.versions, now);
      const dayIn = said.zone ?? ofNow?.zone ?? 'UTC';
      const from = said.from === undefined ? new Date(now).toISOString() : instantOf(said.from, dayIn);
      const base: Partial<Version> = before ? inForce(before.versions, Date.parse(from)) : {};
      const zone = said.zone ?? base.zone;
      if (zone === undefined) throw new Failure(`${name} is new: say by --zone whose clock its hours are.`);
      await tell(
        context,
        tenant,
        name,
        now,
        [
          {
            zone,
            hours: said.hours ?? base.hours ?? [],
            holidays: said.holidays ?? base.holidays ?? [],
            effective_from: said.from === undefined ? from : instantOf(said.from, zone),
          },
        ],
        json,
        context.output,
      );
      exit(EXIT.ok);
    });
}

function addHolidays(schedule: Command, context: Context, exit: (code: number) => void): void {
  schedule
    .command('holidays')
    .description('add the holidays of a calendar (.ics) or of a list of dates')
    .argument('<name>', 'the schedule, as "tally schedule list" calls it')
    .argument('<file>', 'an iCalendar file, or lines that begin with a date')
    .option('--tenant <name>', 'whose schedule (default: that of demo)')
    .option('--json', 'print what was sent as JSON')
    .addHelpText(
      'after',
      `
Of a calendar its whole days, also yearly ones, for the next ten years where no end is said; what else is in it is passed over,
and said. Of a list 2026-12-25 or 25.12.2026 at the beginning of each line. They are added to what holds now and to what is
planned, so holidays that are over correct what was measured.

Examples:
  $ tally schedule holidays default holidays.ics`,
    )
    .action(async (name: string, file: string, { tenant = DEMO_TENANT, json }: Common) => {
      const now = Date.now();
      const thisYear = new Date(now).getUTCFullYear();
      const { dates, passedOver } = holidaysIn(await textIn(context, file), file, thisYear);
      for (const said of passedOver) context.output.say(`Passed over: ${said}.`);
      if (dates.length === 0)
        throw new Failure(`${file} has no holidays: whole days, or lines that begin with a date.`);
      const { versions } = named(name, await known(context, tenant));
      const ofNow = inForce(versions, now);
      // Also what is planned: a holiday of next year is one of the hours of next year.
      const changed = versions
        .slice(versions.indexOf(ofNow))
        .map((version) => ({
          ...version,
          holidays: [...new Set([...version.holidays, ...dates])].sort(),
          added: dates.filter((date) => !version.holidays.includes(date)).length,
        }))
        .filter(({ added }) => added > 0);
      if (changed.length === 0) context.output.print(`${name} has all ${dates.length} of them already.`);
      else {
        await tell(context, tenant, name, now, changed, json, context.output);
        if (!json) context.output.print(`${Math.max(...changed.map(({ added }) => added))} holidays added.`);
      }
      exit(EXIT.ok);
    });
}

async function known(context: Context, tenant: string | undefined): Promise<Schedules> {
  const service = queryService(loadSettings(clientSettings, context.env), tenant);
  const answer = await request(service, '/v1/schedules');
  if (answer.status !== 200) throw refusedQuestion(service, answer);
  return JSON.parse(answer.text) as Schedules;
}

function named(name: string, { schedules }: Schedules): Schedule {
  const found = schedules.find(({ id }) => id === name);
  if (found) return found;
  const names = schedules.map(({ id }) => id);
  const guess = nearest(name, names);
  throw new Failure(
    `There is no schedule ${JSON.stringify(name)}${guess === undefined ? '' : `, did you mean ${guess}`}: "tally schedule list" shows them.`,
    { exitCode: EXIT.usage },
  );
}

/** Sends all of these versions, as the last word. */
async function tell(
  context: Context,
  tenant: string,
  name: string,
  now: number,
  versions: readonly Version[],
  json: boolean | undefined,
  output: Context['output'],
): Promise<void> {
  const told: Schedule = {
    id: name,
    versions: versions.map(({ effective_from, zone, hours, holidays }) => ({
      effective_from,
      zone,
      hours,
      holidays,
    })),
  };
  const events = told.versions.map(({ hours, holidays, ...version }) => ({
    schedule_id: name,
    ...version,
    hours: hours.length === 0 ? null : hours,
    holidays: holidays.length === 0 ? null : holidays,
  }));
  const refusals = await senderTo(context, tenant)(events.map((data) => eventOf(data, now)));
  if (refusals.length > 0) throw new Failure(`The schedule was refused: ${refusals[0]!.reason}.`);
  if (json) output.json(told);
  else output.print(scheduleText(told));
}

function eventOf(data: Record<string, unknown>, now: number) {
  try {
    return toEvent('tally', now, { type: 'schedule.updated', occurredAt: now, data }, () => null);
  } catch (error) {
    if (error instanceof Unusable) throw new Failure(`This is no schedule: ${error.message}.`);
    throw error;
  }
}

/** A date is its first instant by the clock of the zone. */
function instantOf(text: string, zone: string): string {
  const read = dateReader('iso', zone)(text);
  if ('reason' in read) throw new Failure(`--from: ${read.reason}.`, { exitCode: EXIT.usage });
  return new Date(read.at).toISOString();
}
