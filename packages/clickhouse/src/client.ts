import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import type { Block } from '@tallyboard/facts/block';
import { createDeadlines, type Work } from './deadlines.js';
import { asFailure } from './failures.js';
import { withMutex } from './mutex.js';
import { createReplicas, type Turn } from './replicas.js';

export type { Work } from './deadlines.js';

export interface ConnectOptions {
  /** Of several replicas separated by commas: one of them is asked for as long as it answers. */
  url: string;
  user?: string;
  password?: string;
  database: string;
}

/** The few things this product asks of ClickHouse. */
export interface ClickHouse {
  readonly url: string;
  readonly database: string;
  /** Several addresses were given: what is stored at one of them must be found at the others. */
  readonly hasReplicas: boolean;
  /** The same server and user, another database. */
  elsewhere(database: string): ClickHouse;
  /** All rows of a SELECT, as objects; integers as numbers, decimals as strings. Rejects once `signal` is aborted. */
  rows<T>(sql: string, params?: Record<string, unknown>, signal?: AbortSignal, work?: Work): Promise<T[]>;
  /** The rows of a SELECT in blocks, with bounded memory. */
  stream<T>(sql: string, params?: Record<string, unknown>): AsyncIterable<T[]>;
  /** The same, each row as the list of its values. */
  tuples(sql: string, params?: Record<string, unknown>): AsyncIterable<unknown[][]>;
  /** What a statement of people's own gives: it may read and change nothing. */
  read(sql: string, options: ReadOptions): Promise<Found>;
  /** A statement without a result: DDL, INSERT … SELECT. Resolves when it is done. */
  command(sql: string, params?: Record<string, unknown>, work?: Work): Promise<void>;
  /** Resolves when ClickHouse has stored all rows. `rows`: each a JSON array of values in the order of `columns`, instants as epoch ms. */
  insertRows(table: string, columns: readonly string[], rows: readonly string[]): Promise<void>;
  /** The same of rows in blocks; the types of the table's columns may be others. */
  insertBlocks(table: string, blocks: readonly Block[]): Promise<void>;
  /** Runs that while nobody else on this server runs anything under that name: waits for its turn. */
  alone<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** Throws a Failure when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ReadOptions {
  params?: Readonly<Record<string, string>>;
  /** More rows are left out. */
  maxRows: number;
  /** ClickHouse gives up after so long. */
  withinSeconds: number;
  signal?: AbortSignal | undefined;
}

export interface Found {
  columns: { name: string; type: string }[];
  /** Values in the order of the columns; integers of 64 bits and more, and decimals, as text. */
  rows: unknown[][];
  /** Whether there were more. */
  isCut: boolean;
}

const CHUNK_ROWS = 2_000;
const PIECE_BYTES = 65_536;
/** Many times what these take on a slow machine; who knows better says so. */
const LOOKING: Work = { what: 'a query', withinMs: 60_000 };
const COMMANDING: Work = { what: 'a statement', withinMs: 300_000 };
const inserting = (table: string, rows: number): Work => ({
  what: `inserting ${rows} rows into ${table}`,
  withinMs: 10_000 + rows / 2,
});

/**
 * What is stored at one replica is announced once most of them have it, and each answers only when it has what was stored
 * so: or a fact would be announced, and not found where its cells are recomputed.
 */
const AMONG_REPLICAS: ClickHouseSettings = {
  insert_quorum: 'auto',
  insert_quorum_parallel: 0,
  select_sequential_consistency: '1',
};

/** Opens nothing yet. */
export const connectClickHouse = (options: ConnectOptions): ClickHouse => connect(options, { at: 0 });

function connect({ url, user = 'default', password = '', database }: ConnectOptions, turn: Turn): ClickHouse {
  const addresses = url.split(',');
  const hasReplicas = addresses.length > 1;
  const clientAt = (address: string) =>
    createClient({
      url: address,
      username: user,
      password,
      database,
      application: 'tallyboard',
      // Its errors reach the caller, who logs them once.
      log: { level: ClickHouseLogLevel.OFF },
      max_open_connections: 16,
      request_timeout: 300_000,
      keep_alive: { idle_socket_ttl: 2_000 },
      clickhouse_settings: {
        // On by default since 26.2: an acknowledged fact must be a stored fact.
        async_insert: 0,
        output_format_json_quote_64bit_integers: 0,
        output_format_json_quote_decimals: 1,
        date_time_input_format: 'basic',
        // Statements carry the ids or cells of a whole batch.
        max_query_size: '16777216',
        // Rewrites that find nothing in our statements and take a good part of planning one.
        optimize_and_compare_chain: 0,
        optimize_aggregators_of_group_by_keys: 0,
        optimize_group_by_function_keys: 0,
        ...(hasReplicas ? AMONG_REPLICAS : {}),
      },
    });
  const replicas = createReplicas(addresses.map(clientAt), turn);
  const call = async <T>(run: (client: ClickHouseClient) => Promise<T>): Promise<T> => {
    try {
      return await replicas.use(run);
    } catch (error) {
      throw asFailure(error, url, database);
    }
  };
  const within = createDeadlines(url);
  /** What was given up here may still be at work there, and would land late. */
  const kill = (client: ClickHouseClient, queryId: string) =>
    void client
      .command({
        query: `KILL QUERY WHERE query_id = '${queryId}' ASYNC`,
        abort_signal: AbortSignal.timeout(KILL_WITHIN_MS),
      })
      .catch(() => {});
  const insert = (
    table: string,
    query: string,
    rows: number,
    body: () => Iterable<string | Buffer>,
    settings: ClickHouseSettings = {},
  ) =>
    call(async (client) => {
      if (rows === 0) return;
      await within(inserting(table, rows), undefined, async (abort_signal) => {
        const result = await client.exec({
          query,
          values: Readable.from(body(), { objectMode: false }),
          clickhouse_settings: { wait_end_of_query: 1, ...settings },
          abort_signal,
        });
        // Read to its end: destroyed, it would take its connection along.
        await finished(result.stream.resume());
      });
    });
  const bind = (params?: Record<string, unknown>) => (params ? { query_params: params } : {});
  return {
    url,
    database,
    hasReplicas,
    elsewhere: (other) => connect({ url, user, password, database: other }, turn),
    rows: <T>(sql: string, params?: Record<string, unknown>, signal?: AbortSignal, work = LOOKING) =>
      call((client) =>
        within(work, signal, async (abort_signal) => {
          const result = await client.query({
            query: sql,
            format: 'JSONEachRow',
            use_multipart_params_auto: true,
            ...bind(params),
            // An answer is small: formatting it in other threads costs more than it gains.
            clickhouse_settings: { output_format_parallel_formatting: 0 },
            abort_signal,
          });
          return (await result.json()) as T[];
        }),
      ),
    async *stream<T>(sql: string, params?: Record<string, unknown>) {
      const result = await call((client) =>
        client.query({ query: sql, format: 'JSONEachRow', use_multipart_params_auto: true, ...bind(params) }),
      );
      for await (const rows of result.stream()) yield rows.map((row) => row.json() as T);
    },
    async *tuples(sql: string, params?: Record<string, unknown>) {
      const result = await call((client) =>
        client.query({
          query: sql,
          format: 'JSONCompactEachRow',
          use_multipart_params_auto: true,
          ...bind(params),
        }),
      );
      for await (const rows of result.stream()) yield rows.map((row) => row.json() as unknown[]);
    },
    read: (sql, { params, maxRows, withinSeconds, signal }) =>
      call((client) =>
        within(
          { what: 'a query of yours', withinMs: (withinSeconds + ANSWERS_WITHIN_S) * 1_000 },
          signal,
          async (abort_signal) => {
            const result = await client.query({
              query: sql,
              format: 'JSONCompactEachRowWithNamesAndTypes',
              ...bind(params),
              clickhouse_settings: {
                readonly: '2',
                max_execution_time: withinSeconds,
                max_result_rows: String(maxRows + 1),
                result_overflow_mode: 'break',
                output_format_json_quote_64bit_integers: 1,
                output_format_json_quote_denormals: 1,
                // What goes wrong is told instead of rows, not after some of them.
                wait_end_of_query: 1,
              },
              abort_signal,
            });
            const [names = [], types = [], ...rows] = (await result.text())
              .split('\n')
              .filter((line) => line !== '')
              .map((line) => JSON.parse(line) as unknown[]);
            return {
              columns: names.map((name, i) => ({ name: String(name), type: String(types[i]) })),
              rows: rows.slice(0, maxRows),
              isCut: rows.length > maxRows,
            };
          },
        ),
      ),
    command: (sql, params, work = COMMANDING) =>
      call(async (client) => {
        const query_id = randomUUID();
        await within(
          { ...work, onGivenUp: () => kill(client, query_id) },
          undefined,
          async (abort_signal) =>
            void (await client.command({
              query: sql,
              query_id,
              clickhouse_settings: { wait_end_of_query: 1 },
              ...bind(params),
              abort_signal,
            })),
        );
      }),
    insertRows: (table, columns, rows) =>
      insert(
        table,
        `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
        rows.length,
        () => jsonLines(rows),
        // Parsed in other threads, a few rows cost more than that gains.
        { input_format_parallel_parsing: rows.length > CHUNK_ROWS ? 1 : 0 },
      ),
    insertBlocks(table, blocks) {
      const names = blocks[0]?.types.map(({ name }) => name).join(', ');
      const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
      return insert(table, `INSERT INTO ${table} (${names}) FORMAT Native`, rows, () => piecesOf(blocks));
    },
    alone: (name, run) => call((client) => withMutex(client, name, run)),
    ping: () =>
      call(async (client) => {
        const answer = await client.ping();
        if (!answer.success) throw answer.error;
      }),
    async close() {
      await Promise.all(replicas.all.map((client) => client.close()));
    },
  };
}

const KILL_WITHIN_MS = 5_000;
/** Longer than the limit that ClickHouse itself has been given. */
const ANSWERS_WITHIN_S = 10;

function* jsonLines(rows: readonly string[]): Generator<string> {
  for (let from = 0; from < rows.length; from += CHUNK_ROWS)
    yield `${rows.slice(from, from + CHUNK_ROWS).join('\n')}\n`;
}

/** Written one by one, small pieces cost more than to copy them. */
function* piecesOf(blocks: readonly Block[]): Generator<Buffer> {
  let small: Buffer[] = [];
  let bytes = 0;
  for (const part of blocks.flatMap((block) => (block.rows === 0 ? [] : block.parts()))) {
    small.push(part);
    bytes += part.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(small, bytes);
    small = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(small, bytes);
}
