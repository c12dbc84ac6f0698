import type { EventType } from '@tallyboard/contracts/events';
import type { Entity } from './entity.js';
import type { OutgoingEvent } from './events.js';

/** What came of lines that are settled: they are in the log, or rejected, or have nothing to import. */
export interface Intake {
  lines: number;
  /** Lines about something else than what is imported. */
  passed: number;
  rejected: number;
  /** Events that Kafka has acknowledged, by type; those that it had before are among them. */
  events: Partial<Record<EventType, number>>;
  /** The first and the last instant at which one of them counts: RFC 3339, UTC. */
  first: string | null;
  last: string | null;
  /** Why lines were rejected, the first that occurred first. */
  reasons: Reason[];
}

/** Rejected lines of one reason, whatever the cells. */
export interface Reason {
  /** That of the first of them, in full. */
  reason: string;
  line: number;
  lines: number;
}

export interface IntakeCounter {
  taken(event: OutgoingEvent): void;
  rejected(line: number, reason: string): void;
  /** So many lines are settled, and so many more of them have nothing to import. */
  settled(lines: number, morePassed: number): void;
  soFar(): Intake;
}

export const NOTHING: Intake = {
  lines: 0,
  passed: 0,
  rejected: 0,
  events: {},
  first: null,
  last: null,
  reasons: [],
};

/** More are counted as rejected and under no reason. */
const MOST_REASONS = 200;

/** Goes on counting from `before`. */
export function createIntake({ timeless }: Pick<Entity, 'timeless'>, before: Intake): IntakeCounter {
  const intake = structuredClone(before);
  const reasons = new Map(intake.reasons.map((each) => [kindOf(each.reason), each]));
  return {
    taken({ type, time }) {
      intake.events[type] = (intake.events[type] ?? 0) + 1;
      if (timeless.includes(type)) return;
      if (intake.first === null || time < intake.first) intake.first = time;
      if (intake.last === null || time > intake.last) intake.last = time;
    },
    rejected(line, reason) {
      intake.rejected += 1;
      const kind = kindOf(reason);
      const known = reasons.get(kind);
      if (known) known.lines += 1;
      else if (reasons.size < MOST_REASONS) reasons.set(kind, { reason, line, lines: 1 });
    },
    settled(lines, morePassed) {
      intake.lines = lines;
      intake.passed += morePassed;
    },
    soFar: () => structuredClone({ ...intake, reasons: [...reasons.values()] }),
  };
}

/** A reason without what it quotes of the line, and without numbers. */
const kindOf = (reason: string): string => reason.replace(/"(?:[^"\\]|\\.)*"/g, '"').replace(/\d+/g, '0');

/** How many events it has, of all types. */
export const eventsIn = ({ events }: Pick<Intake, 'events'>): number =>
  Object.values(events).reduce((sum, n) => sum + n, 0);
