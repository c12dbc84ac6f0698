import type { Fault } from '@tallyboard/testkit/faults/fault';
import { type Aim, isRequest } from '@tallyboard/testkit/faults/plan';

/** What is struck while events flow. */
export interface Case {
  name: string;
  /** On the way to Kafka and to ClickHouse. */
  kafka?: Aim[];
  clickhouse?: Aim[];
  /** So many strikes, and the fault is over. */
  strikes: number;
}

const taken: Fault = { kind: 'cut', at: 'before-response' };
/** While other sends have come close behind. */
const takenAndWaitedFor: Fault = { ...taken, afterMs: 100 };
const processor = { client: 'tally-processor' };
/** Kafka's code for a group that is forming anew: whoever hears it looks for the coordinator and joins again. */
const REBALANCE_IN_PROGRESS = 27;
const rejoin: Aim = {
  where: isRequest('Heartbeat', processor),
  fault: { kind: 'error', code: REBALANCE_IN_PROGRESS },
};

/** The places that have lost events, or stopped for good. */
export const KNOWN_CASES: readonly Case[] = [
  {
    name: 'the broker has taken progress of the projector and the answer is cut, six times, with announcements close behind',
    kafka: [
      {
        where: isRequest('Produce', { ...processor, mentions: 'caught_up' }),
        times: 10,
        every: 2,
        fault: taken,
      },
    ],
    strikes: 6,
  },
  {
    name: 'the broker has taken announcements and the answer is cut, six times, with progress close behind',
    kafka: [
      {
        where: isRequest('Produce', { ...processor, mentions: '/call/' }),
        times: 10,
        every: 2,
        fault: taken,
      },
    ],
    strikes: 6,
  },
  {
    name: 'the broker has taken events of ingest and the answer is cut, six times, with more close behind',
    kafka: [
      {
        where: isRequest('Produce', { client: 'tally-ingest' }),
        times: 6,
        every: 2,
        fault: takenAndWaitedFor,
      },
    ],
    strikes: 6,
  },
  {
    name: 'a fetch is cut in the middle of its answer, five times',
    kafka: [
      { where: isRequest('Fetch', processor), times: 5, every: 2, fault: { kind: 'cut', at: 'in-response' } },
    ],
    strikes: 5,
  },
  {
    name: 'a commit of offsets is cut, before and after the broker has taken it',
    kafka: [
      { where: isRequest('OffsetCommit', processor), fault: { kind: 'cut', at: 'before-request' } },
      { where: isRequest('OffsetCommit', processor), nth: 2, fault: taken },
    ],
    strikes: 2,
  },
  {
    name: 'the coordinator of a group is not found',
    kafka: [rejoin, { where: isRequest('FindCoordinator', processor), fault: taken }],
    strikes: 2,
  },
  {
    name: 'an insert of facts gets no answer, ever',
    clickhouse: [
      { where: isRequest('INSERT INTO call_events'), fault: { kind: 'hang', at: 'before-response' } },
    ],
    strikes: 1,
  },
  {
    name: 'a restate gets no answer, ever',
    clickhouse: [
      { where: isRequest('INSERT INTO call_cells_packed'), fault: { kind: 'hang', at: 'before-request' } },
    ],
    strikes: 1,
  },
];
