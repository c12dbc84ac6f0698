import type { Notification, Transition } from '@tallyboard/alerting/alert';
import type { Rule } from '@tallyboard/alerting/rule';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Delivery } from '../delivery/delivery.js';
import type { AlertBook } from '../log/alert-book.js';
import { type AlertRecord, parseRecord, type Reminder } from '../log/records.js';
import { taken } from '../log/taken.js';
import { OpenOffsets } from './open-offsets.js';
import { overdue } from './overdue.js';
import { hushOf, receiversOf } from './routing.js';
import { createStoring, type StoredStep } from './storing.js';
import { createTroubles } from './troubles.js';

export interface TellerOptions {
  topic: string;
  group: string;
  book: AlertBook;
  delivery: Delivery;
  ruleOf(tenant: string, rule: string): Rule | undefined;
  /** Page of an alert. */
  linkTo(alert: string): string;
  store(steps: readonly StoredStep[]): Promise<void>;
  now: () => number;
  log: Logger;
  signal: AbortSignal;
  onTold(fate: string): void;
  onHealth(ok: boolean, detail?: string): void;
}

/** So many steps may wait for ClickHouse; the next ones wait in Kafka. */
const MOST_UNSTORED = 100_000;
/** How often it is looked at whether something is overdue. */
const LOOK_EVERY_MS = 10_000;

/**
 * Reads crm.alerts in one group over all instances: stores each step for SQL and tells receivers, neither waiting for
 * the other, and commits what is both. A crash in between tells again, under the same ids. How much is on its way to
 * a receiver is bounded by its lane, and one that does not answer holds up no other.
 */
export function createTeller(kafka: KafkaConnection, options: TellerOptions, consume = createConsumer) {
  const { topic, group, book, delivery, ruleOf, linkTo, store, now, log, signal, onTold, onHealth } = options;
  let offsets = new OpenOffsets();
  let isCommitting = false;
  let room: () => void = () => {};
  let looking: NodeJS.Timeout | undefined;
  const troubled = createTroubles(onHealth);
  const storing = createStoring({
    store,
    log,
    signal,
    onTrouble: (trouble) => troubled('storing', trouble),
  });
  const consumer = consume(kafka, {
    groupId: group,
    topics: [topic],
    fromBeginning: true,
    async onBatch({ messages }) {
      const mine = offsets;
      const steps: StoredStep[] = [];
      const read = messages.map(({ offset, value, timestamp }) => {
        const record = parseRecord(value);
        if (record) taken(book, record, timestamp);
        if (record?.kind !== 'transition') return { offset, record };
        const step = book.asSaid(record.transition);
        steps.push({ step, recordedAt: book.saidAt(step) ?? timestamp });
        return { offset, record: { ...record, transition: step } };
      });
      const begin = (offset: number) => {
        const open = mine.begin(offset);
        return () => {
          mine.end(open);
          if (mine === offsets) void commit();
        };
      };
      if (steps.length > 0) storing.add(steps, begin(messages[0]!.offset));
      for (const { offset, record } of read) {
        const end = begin(offset);
        tellOf(record).then(end, (error: unknown) => {
          if (signal.aborted || mine !== offsets) return;
          log.error({ err: error, record }, 'a step could not be told');
          troubled('records', `what stands at ${offset} in ${topic} could not be told`);
        });
      }
      while (storing.waiting() > MOST_UNSTORED && mine === offsets && !signal.aborted)
        await new Promise<void>((resolve) => {
          room = resolve;
        });
    },
    onRevoked: () => {
      offsets = new OpenOffsets();
      storing.drop();
      delivery.drop(new Error('it is told by whoever has the log now'));
      troubled('records', null);
      room();
    },
    onLost: (error) => troubled('kafka', `Kafka is lost: ${error.message}`),
    onBack: () => troubled('kafka', null),
  });

  /** One commit after the other; what is done meanwhile goes into the next. */
  async function commit(): Promise<void> {
    room();
    if (isCommitting) return;
    isCommitting = true;
    for (let offset = offsets.takeCommittable(); offset !== null; offset = offsets.takeCommittable())
      await consumer
        .commit([{ topic, partition: 0, offset }])
        .catch((error: unknown) =>
          log.warn({ err: error }, 'what was told could not be committed; it may be told again'),
        );
    isCommitting = false;
  }

  async function tellOf(record: AlertRecord | null): Promise<void> {
    if (record?.kind === 'transition') await tell(record.transition);
    else if (record?.kind === 'reminder') await remind(record);
  }

  async function tell(step: Transition): Promise<void> {
    const rule = ruleOf(step.tenant, step.rule);
    const hush = hushOf(step, { book, rule, atSeconds: (book.saidAt(step) ?? 0) / 1_000 });
    if (hush !== null) {
      onTold(hush);
      return;
    }
    await deliver(about(step), receiversOf(step, { book, rule }));
    onTold('told');
  }

  async function remind({ tenant, alert, reason }: Reminder): Promise<void> {
    const { steps = [], reminders = [] } = book.alert(tenant, alert) ?? {};
    const fired = steps.find(({ state }) => state === 'firing');
    const taken = reminders.find((each) => each.reason === reason);
    if (!fired || !taken) return;
    const rule = ruleOf(tenant, fired.rule);
    const isEscalation = reason === 'escalation';
    const to = isEscalation ? (taken.to ?? rule?.escalate?.notify) : receiversOf(fired, { book, rule });
    const notification: Notification = isEscalation
      ? { ...about(fired), id: `${alert}-escalation`, kind: 'escalation' }
      : about(fired);
    await deliver(notification, to);
    onTold(reason);
  }

  const deliver = (notification: Notification, to: readonly string[] | undefined) =>
    delivery.deliver(notification, to ? { to } : {});

  const about = (step: Transition): Notification => ({
    id: step.id,
    tenant: step.tenant,
    kind: 'alert',
    transitions: [step],
    links: { [step.alert]: linkTo(step.alert) },
  });

  return {
    start: async () => {
      await consumer.start();
      troubled('kafka', null);
      looking = setInterval(() => troubled('receivers', overdue(delivery.pending(), now())), LOOK_EVERY_MS);
    },
    async stop() {
      clearInterval(looking);
      room();
      await consumer.stop();
    },
  };
}
