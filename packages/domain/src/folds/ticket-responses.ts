import type { Statement } from '../statement.js';

/** What a statement of a ticket says of a response. */
export interface ResponseStatement extends Statement {
  /** When it was given, epoch ms. */
  readonly at: number | null;
  readonly rep: string | null;
  /** A public response of a human. */
  readonly isResponse: boolean;
  /** Its id at the vendor. */
  readonly response: string | null;
}

/** The responses that count, each however often it was told. */
export interface Responses {
  count: number;
  /** `at`: not before the opening; `rep`: null where nobody is named. */
  first: { at: number; rep: string | null } | null;
}

interface Response {
  at: number;
  rep: string | null;
  isNamed: boolean;
}

/** Of the statements of a ticket, ascending. `byAgent`: an agent opened it, whose opening message is no response. */
export function responsesOf(
  statements: readonly ResponseStatement[],
  openedAt: number,
  byAgent: boolean,
): Responses {
  const responses = lastOfEach(statements)
    .filter(({ at }) => !byAgent || secondOf(at) > secondOf(openedAt))
    // Those of one instant stay in order.
    .sort((left, right) => left.at - right.at);
  const [first] = responses;
  if (!first) return { count: 0, first: null };
  const named = responses.filter(({ isNamed }) => isNamed);
  const namedSeconds = new Set(named.map(({ at }) => secondOf(at)));
  const otherSeconds = new Set(responses.filter(({ isNamed }) => !isNamed).map(({ at }) => secondOf(at)));
  const others = [...otherSeconds].filter((second) => !namedSeconds.has(second));
  const teller = responses.find(({ at, rep }) => rep !== null && secondOf(at) === secondOf(first.at));
  return {
    count: named.length + others.length,
    first: { at: Math.max(first.at, openedAt), rep: teller?.rep ?? null },
  };
}

/**
 * What was last said of each response, by its id at the vendor, else by source and id of the event, if it counts; in the
 * order of those statements. Who responded is the last rep that was named.
 */
function lastOfEach(statements: readonly ResponseStatement[]): Response[] {
  const last = new Map<string, { said: ResponseStatement; rep: string | null }>();
  for (const said of statements) {
    if (said.type !== 'ticket.responded' && said.type !== 'ticket.response_removed') continue;
    const id = JSON.stringify(said.response === null ? [said.source, said.eventId] : [said.response]);
    const rep = said.rep ?? last.get(id)?.rep ?? null;
    last.delete(id);
    last.set(id, { said, rep });
  }
  return [...last.values()]
    .filter(({ said }) => said.isResponse)
    .map(({ said, rep }) => ({ at: said.at!, rep, isNamed: said.response !== null }));
}

const secondOf = (at: number): number => Math.floor(at / 1000);
