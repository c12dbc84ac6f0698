import type { Notification, Transition } from '@tallyboard/alerting/alert';
import type { Rule } from '@tallyboard/alerting/rule';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Delivery } from '../delivery/delivery.js';
import type { AlertBook } from '../log/alert-book.js';
import { type AlertRecord, parseRecord, type Reminder } from '../log/records.js';
import { taken } from '../log/taken.js';
import { hushOf } from './routing.js';

export interface TellerOptions {
  topic: string;
  group: string;
  book: AlertBook;
  delivery: Delivery;
  ruleOf(tenant: string, rule: string): Rule | undefined;
  /** Page of an alert. */
  linkTo(alert: string): string;
  store(steps: readonly { step: Transition; recordedAt: number }[]): Promise<void>;
  log: Logger;
  signal: AbortSignal;
  onTold(fate: string): void;
  onHealth(ok: boolean, detail?: string): void;
}

/** So many messages may be on their way; the next ones wait in Kafka. */
const MOST_UNDER_WAY = 2_000;

/**
 * Reads crm.alerts in one group over all instances: stores each step for SQL, tells receivers, and commits what is told.
 * A crash in between tells again, under the same ids.
 */
export function createTeller(kafka: KafkaConnection, options: TellerOptions) {
  const { topic, group, book, delivery, ruleOf, linkTo, store, log, signal, onTold, onHealth } = options;
  /** Offsets under way, in order; what is done is committed as far as nothing before it is open. */
  let underWay: { offset: number; isDone: boolean }[] = [];
  let isCommitting = false;
  let room: () => void = () => {};
  const consumer = createConsumer(kafka, {
    groupId: group,
    topics: [topic],
    fromBeginning: true,
    async onBatch({ messages }) {
      const steps: { step: Transition; recordedAt: number }[] = [];
      const read = messages.map(({ offset, value, timestamp }) => {
        const record = parseRecord(value);
        if (record) taken(book, record, timestamp);
        if (record?.kind !== 'transition') return { offset, record };
        const step = book.asSaid(record.transition);
        steps.push({ step, recordedAt: book.saidAt(step) ?? timestamp });
        return { offset, record: { ...record, transition: step } };
      });
      if (steps.length > 0) await store(steps);
      for (const { offset, record } of read) {
        const entry = { offset, isDone: false };
        underWay.push(entry);
        const mine = underWay;
        void tellOf(record).then(
          () => {
            entry.isDone = true;
            if (mine === underWay) void commit();
          },
          (error: unknown) => {
            if (!signal.aborted) log.error({ err: error, record }, 'a step could not be told');
          },
        );
      }
      while (underWay.length > MOST_UNDER_WAY && !signal.aborted)
        await new Promise<void>((resolve) => {
          room = resolve;
        });
    },
    onRevoked: () => {
      underWay = [];
      room();
    },
    onLost: (error) => onHealth(false, `Kafka is lost: ${error.message}`),
    onBack: () => onHealth(true),
  });

  /** One commit after the other; what is told meanwhile goes into the next. */
  async function commit(): Promise<void> {
    if (isCommitting) return;
    isCommitting = true;
    for (;;) {
      let next: number | null = null;
      while (underWay[0]?.isDone) next = underWay.shift()!.offset + 1;
      room();
      if (next === null) break;
      await consumer
        .commit([{ topic, partition: 0, offset: next }])
        .catch((error: unknown) =>
          log.warn({ err: error }, 'what was told could not be committed; it may be told again'),
        );
    }
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
    await delivery.deliver(about(step), rule?.notify ? { to: rule.notify } : {});
    onTold('told');
  }

  async function remind({ tenant, alert, reason }: Reminder): Promise<void> {
    const steps = book.alert(tenant, alert)?.steps ?? [];
    const fired = steps.find(({ state }) => state === 'firing');
    if (!fired) return;
    const rule = ruleOf(tenant, fired.rule);
    const isEscalation = reason === 'escalation';
    const to = isEscalation ? rule?.escalate?.notify : rule?.notify;
    const notification: Notification = isEscalation
      ? { ...about(fired), id: `${alert}-escalation`, kind: 'escalation' }
      : about(fired);
    await delivery.deliver(notification, to ? { to } : {});
    onTold(reason);
  }

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
      onHealth(true);
    },
    async stop() {
      room();
      await consumer.stop();
    },
  };
}
