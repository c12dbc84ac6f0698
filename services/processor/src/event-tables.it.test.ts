import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { fieldsOf } from '@tallyboard/contracts/fields';
import { EVENT_TYPES, isErasureType } from '@tallyboard/contracts/registry';
import { examplesOf } from '@tallyboard/contracts/testing/examples';
import { check } from '@tallyboard/contracts/validate';
import { Block } from '@tallyboard/facts/block';
import { type Column, eventTable } from '@tallyboard/facts/event-table';
import { workingTimeOfEvent } from '@tallyboard/facts/working-time';
import { isolated } from '@tallyboard/testkit/isolated';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, it } from 'vitest';

const { clickhouseUrl, database } = isolated();
let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await migrate(clickhouse);
});
afterAll(() => clickhouse?.close());

/** What a field may hold that is farthest from the ordinary; a contract takes of it what fits its type. */
const EXTREMES: readonly unknown[] = [
  ...[0, 1, 10, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 2, Date.UTC(1990, 0, 1), Date.UTC(2100, 0, 1) - 1],
  ...['99999999999999.9999', '-99999999999999.9999', '0.0001', '-0.0001', '0'],
  ...[
    '',
    ' ',
    'x'.repeat(256),
    '😀'.repeat(128),
    '\u{10ffff}',
    '\ufffd',
    '\uffff',
    '\'\\`"',
    '\\N',
    '\u2028',
    'null',
  ],
];
const LARGEST_DIGEST = 2 ** 32 - 1;
const RECORDED = Date.UTC(2026, 0, 1) + 1;

/** Every event that differs from an example in one field, which holds something extreme that its contract takes. */
function extremesOf(type: EventType): CrmEvent[] {
  return fieldsOf(type).flatMap(({ name }) =>
    EXTREMES.flatMap((value, i) => {
      const checked = check(type, { ...examplesOf(type)[0], event_id: `${name}-${i}`, [name]: value });
      return checked.ok ? [checked.event] : [];
    }),
  );
}

/** A column as the event has it: instants as epoch ms, decimals with four places. */
const asSaid = (name: string, type: string): string =>
  type.includes('DateTime64')
    ? `toUnixTimestamp64Milli(${name})`
    : type.includes('DateTime')
      ? `toUnixTimestamp(${name})`
      : type.includes('Decimal(') && !type.includes('Array')
        ? `toDecimalString(${name}, ${/, (\d+)\)/.exec(type)![1]})`
        : name;

/** What the event says in a column; of what it does not speak of, nothing. */
function saidOf(event: CrmEvent, { name, type }: Column): unknown {
  const derived = event.type === 'schedule.updated' ? workingTimeOfEvent.of(event) : {};
  const values: Record<string, unknown> = {
    ...event,
    ...derived,
    digest: LARGEST_DIGEST,
    recorded_at: RECORDED,
  };
  if (name === 'bucket')
    return Math.floor((values[eventTable(entityOf(event.type)).sorting[2]!] as number) / 900_000) * 900;
  return values[name] ?? (type.startsWith('Array') ? [] : null);
}

it.each(EVENT_TYPES.filter((type) => !isErasureType(type)))(
  'what %s may say is stored as it was said',
  async (type) => {
    const events = extremesOf(type);
    expect(events.length).toBeGreaterThan(20);
    const { table, columns, row } = eventTable(entityOf(type));
    const block = new Block(columns);
    for (const event of events) block.add(row(event, LARGEST_DIGEST, RECORDED));
    await clickhouse.insertBlocks(table, [block]);
    const selected = columns.map(({ name, type }) => asSaid(name, type));
    const stored = await clickhouse.rows<{ said: string }>(
      `SELECT toJSONString(tuple(${selected.join(', ')})) AS said FROM ${table} WHERE type = '${type}'
     SETTINGS output_format_decimal_trailing_zeros = 1`,
    );
    const order = (a: unknown[], b: unknown[]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(stored.map(({ said }) => JSON.parse(said) as unknown[]).sort(order)).toEqual(
      events.map((event) => columns.map((column) => saidOf(event, column))).sort(order),
    );
  },
);
