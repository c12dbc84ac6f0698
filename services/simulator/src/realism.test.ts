import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { createCompany } from './company.js';
import { happenings, history, opening } from './history.js';
import { DAY_MS, localDayOf, minuteOfDay, weekday } from './local-day.js';
import { isWorkingDay } from './working-hours.js';

const FROM = Date.UTC(2025, 2, 1);
const TO = FROM + 45 * DAY_MS;
const company = createCompany(3);
const events = [...history(company, FROM, TO)];
const recent = events.filter(({ occurred_at }) => occurred_at >= FROM);
const of = <T extends EventType>(type: T, from: Iterable<CrmEvent> = recent) =>
  [...from].filter((event): event is Extract<CrmEvent, { type: T }> => event.type === type);
const repById = new Map(company.reps.map((rep) => [rep.id, rep]));
const calls = of('call.logged').map((call) => ({ ...call, rep: repById.get(call.rep_id!)! }));

describe('the company', () => {
  it('has sixty reps of differing skill in six offices, some east of Greenwich by odd minutes', () => {
    expect(company.offices).toHaveLength(6);
    expect(company.offices.map(({ zone }) => zone)).toEqual(
      expect.arrayContaining(['Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York']),
    );
    expect(new Set(company.reps.map(({ id }) => id)).size).toBe(60);
    expect(new Set(company.reps.map(({ name }) => name)).size).toBe(60);
    const skills = company.reps.map(({ skill }) => skill);
    expect(Math.max(...skills) - Math.min(...skills)).toBeGreaterThan(0.5);
  });

  it('calls on working days in the local hours of the office, also across the change of clocks', () => {
    for (const office of company.offices) {
      const { zone, opens, closes } = office;
      const local = new Intl.DateTimeFormat('en', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const here = calls.filter(({ rep }) => rep.office === office);
      expect(here.length).toBeGreaterThan(1_000);
      const outside = here.filter(({ started_at }) => {
        const [hour, minute] = local.format(started_at).split(':').map(Number);
        const open = hour! * 60 + minute! >= opens && hour! * 60 + minute! < closes;
        return !open || !isWorkingDay(office, localDayOf(zone, started_at));
      });
      expect(outside).toEqual([]);
    }
    const workOnSunday = new Set(
      calls
        .filter(({ rep, started_at }) => weekday(localDayOf(rep.office.zone, started_at)) === 0)
        .map(({ rep }) => rep.office.id),
    );
    expect([...workOnSunday]).toEqual(['kathmandu']);
  });

  it('is quieter at lunch', () => {
    for (const office of company.offices) {
      const here = calls.filter(({ rep }) => rep.office === office);
      const within = (from: number) =>
        here.filter(({ started_at }) => {
          const minute = minuteOfDay(office.zone, started_at);
          return minute >= from && minute < from + 60;
        }).length;
      expect(within(office.lunch)).toBeLessThan(0.6 * within(office.lunch - 60));
    }
  });

  it('has no rep in two calls at once', () => {
    const free = new Map<string, number>();
    for (const { rep_id, started_at, duration_ms } of calls.toSorted((a, b) => a.started_at - b.started_at)) {
      expect(started_at).toBeGreaterThanOrEqual(free.get(rep_id!) ?? 0);
      free.set(rep_id!, started_at + duration_ms);
    }
  });

  it('has some office at work at any hour of a working day', () => {
    const wednesday = Date.UTC(2025, 2, 12);
    const hours = new Set(
      calls
        .filter(({ started_at }) => started_at >= wednesday && started_at < wednesday + DAY_MS)
        .map(({ started_at }) => new Date(started_at).getUTCHours()),
    );
    expect(hours.size).toBe(24);
  });

  it('sells in the currency of the office, and better by better reps', () => {
    const rates = company.reps
      .filter(({ role }) => role === 'sales')
      .map((rep) => {
        const deals = new Set(
          of('deal.opened', events)
            .filter(({ rep_id }) => rep_id === rep.id)
            .map(({ deal_id }) => deal_id),
        );
        const closed = of('deal.closed', events).filter(({ deal_id }) => deals.has(deal_id));
        expect(new Set(closed.map(({ currency }) => currency))).toEqual(new Set([rep.office.currency]));
        return {
          skill: rep.skill,
          won: closed.filter(({ outcome }) => outcome === 'won').length,
          closed: closed.length,
        };
      })
      .sort((a, b) => a.skill - b.skill);
    const closeRate = (part: typeof rates) => sum(part, ({ won }) => won) / sum(part, ({ closed }) => closed);
    expect(closeRate(rates.slice(-14))).toBeGreaterThan(closeRate(rates.slice(0, 14)) + 0.05);
  });

  it('answers tickets by people and bots, in public and inside, and some come back', () => {
    const said = new Set(of('ticket.responded').map(({ author, visibility }) => `${author} ${visibility}`));
    expect(said).toEqual(new Set(['agent public', 'agent internal', 'bot public']));
    expect(new Set(of('ticket.opened').map(({ channel }) => channel))).toEqual(
      new Set(['email', 'web', 'chat']),
    );
    expect(of('ticket.reopened').length).toBeGreaterThan(0.03 * of('ticket.opened').length);
    const kinds = new Set(of('survey.answered').map(({ kind, respondent }) => `${kind} ${respondent}`));
    expect([...kinds].sort()).toEqual([
      'ces customer',
      'csat customer',
      'nps customer',
      'nps officer',
      'nps vendor',
    ]);
  });

  it('lets no ticket wait for ever, although some are never answered', () => {
    const old = of('ticket.opened').filter(({ opened_at }) => opened_at < TO - 30 * DAY_MS);
    const answered = new Set(
      of('ticket.responded').flatMap(({ ticket_id, author }) => (author === 'agent' ? [ticket_id] : [])),
    );
    const resolved = new Set(of('ticket.resolved').map(({ ticket_id }) => ticket_id));
    expect(old.filter(({ ticket_id }) => !answered.has(ticket_id)).length).toBeGreaterThan(5);
    expect(old.filter(({ ticket_id }) => !resolved.has(ticket_id))).toEqual([]);
  });

  it('loses over slow support those who have waited long', () => {
    const told = [...opening(company, FROM), ...recent];
    const leavesOverSupport = new Set(
      of('account.churned', happenings(company, FROM, TO + 200 * DAY_MS))
        .filter(({ reason }) => reason === 'slow_support')
        .map(({ account_id }) => account_id),
    );
    const openedBy = new Map(of('ticket.opened', told).map((ticket) => [ticket.ticket_id, ticket]));
    const waits = { leaver: [] as number[], other: [] as number[] };
    const answered = new Set<string>();
    for (const { ticket_id, author, visibility, responded_at } of of('ticket.responded', told)) {
      if (author === 'bot' || visibility === 'internal' || answered.has(ticket_id)) continue;
      answered.add(ticket_id);
      const { account_id, opened_at } = openedBy.get(ticket_id)!;
      if (account_id)
        waits[leavesOverSupport.has(account_id) ? 'leaver' : 'other'].push(responded_at - opened_at);
    }
    expect(median(waits.leaver)).toBeGreaterThan(1.3 * median(waits.other));
  });

  it('moves some reps to another team, on the first of a month and told afterwards, once in a year', () => {
    const year = [...happenings(company, Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1))];
    const moves = of('rep.updated', year);
    expect(moves.length).toBeGreaterThan(10);
    expect(new Set(moves.map(({ rep_id }) => rep_id)).size).toBe(moves.length);
    for (const { rep_id, effective_from, occurred_at } of moves) {
      expect(occurred_at).toBeGreaterThan(effective_from);
      expect(minuteOfDay(repById.get(rep_id)!.office.zone, effective_from)).toBe(0);
    }
    const team = new Map(
      of('rep.updated', opening(company, Date.UTC(2025, 0, 1))).map((each) => [each.rep_id, each.team]),
    );
    for (const move of moves) expect(move.team).not.toBe(team.get(move.rep_id));
  });
});

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
