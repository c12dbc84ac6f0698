import { createHash } from 'node:crypto';

/** Who may do what in the engine. Passwords are kept as hashes. */
export interface Access {
  /** Of the user that the services are. */
  passwordSha256: string;
  /** Of the user that this process is: it looks after queries and closes the door. */
  ownPasswordSha256: string;
  /** What `default`, who needs no password, may read; absent: nothing. */
  readableDatabase?: string | undefined;
}

/** The services, and whoever knows their password. */
export const servicesUser = 'tally';
/** This process. */
export const ownUser = 'embedded';

export const sha256 = (password: string): string => createHash('sha256').update(password).digest('hex');

/**
 * Users, their settings and their grants, as XML.
 *
 * Nobody has a grant that reaches outside the data directory: no files, no addresses, no commands. Privileges
 * are listed, so that a new version's are refused: dictionaries are not among them, since here their sources
 * may be a command, nor are named collections, backups and listeners. The table engines are listed as well:
 * a table of the engine File would be a file. `default` also has SYSTEM LISTEN and KILL QUERY, because `clickhouse
 * local` runs its scripts under that name; over the network its `readonly` forbids the first and leaves of the
 * second its own queries, which are also all that it sees: what others ask may name what it may not read.
 */
export function usersConfig({ passwordSha256, ownPasswordSha256, readableDatabase }: Access): string {
  const readable = [
    ...described,
    ...(readableDatabase === undefined ? [] : [`${identifier(readableDatabase)}.*`]),
  ];
  return `<access_control_improvements>
    <table_engines_require_grant>1</table_engines_require_grant>
    <select_from_system_db_requires_grant>1</select_from_system_db_requires_grant>
  </access_control_improvements>
  <profiles>
    <default>
      ${profileOfAll}
      <constraints>${constants(confined)}</constraints>
    </default>
    <own>
      <log_queries>0</log_queries>
    </own>
    <reader>
      ${profileOfAll}
      <readonly>2</readonly>
      ${limits.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}
      <constraints>
        ${constants([...confined, ...settled])}
        ${limits.map(([name, , most]) => `<${name}><min>1</min><max>${most}</max></${name}>`).join('')}
      </constraints>
    </reader>
  </profiles>
  <users>
    ${user(
      'default',
      '<password></password>',
      'reader',
      [
        ...readable.map((tables) => `SELECT ON ${tables}`),
        'SELECT ON system.processes',
        'KILL QUERY, SYSTEM LISTEN ON *.*',
      ],
      ownQueriesUnlessScript,
    )}
    ${user(servicesUser, hashed(passwordSha256), 'default', [
      `${servicesPrivileges.join(', ')} ON *.*`,
      ...tableEngines.map((engine) => `TABLE ENGINE ON ${engine}`),
    ])}
    ${user(ownUser, hashed(ownPasswordSha256), 'own', [
      'SELECT ON system.processes',
      'KILL QUERY, SYSTEM LISTEN ON *.*',
    ])}
  </users>
  <quotas><default></default></quotas>`;
}

/** What `clickhouse local` and chdb change for their own users is undone. */
const profileOfAll = `<implicit_select>0</implicit_select>
      <allow_introspection_functions>0</allow_introspection_functions>
      <storage_file_read_method>pread</storage_file_read_method>
      <output_format_arrow_use_native_writer>1</output_format_arrow_use_native_writer>`;

/** Settings that name a file or an address: `clickhouse local` takes any, also of who has no grant for files. */
const confined = [
  'format_schema',
  'format_template_resultset',
  'format_template_row',
  'output_format_schema',
  'input_format_record_errors_file_path',
  'rename_files_after_processing',
  'format_avro_schema_registry_url',
  'merge_tree_disk',
  'merge_tree_storage_policy',
];

/** What a reader may not choose for itself. */
const settled = ['readonly', 'allow_ddl', 'add_http_cors_header', 'allow_python_table_function'];

const GB = 1_000_000_000;
/** Of one reader: its setting, what holds when it says nothing, the most that it can ask for; 0 would be no limit. */
const limits: readonly (readonly [string, number, number])[] = [
  ['max_execution_time', 300, 3_600],
  ['max_memory_usage', 4 * GB, 4 * GB],
  ['max_memory_usage_for_user', 6 * GB, 6 * GB],
  ['max_temporary_data_on_disk_size_for_user', 20 * GB, 20 * GB],
  ['max_concurrent_queries_for_user', 32, 32],
  ['max_threads', 8, 64],
];

/** Which clients ask to learn what there is; it shows what its reader may read. Most of it everyone may read as it is. */
const described = [
  'information_schema.*',
  'INFORMATION_SCHEMA.*',
  ...[
    'build_options',
    'clusters',
    'codecs',
    'constraints',
    'data_skipping_indices',
    'data_skipping_index_types',
    'dictionaries',
    'documentation',
    'keywords',
    'macros',
    'merge_tree_settings',
    'mutations',
    'parts',
    'parts_columns',
    'projections',
  ].map((table) => `system.${table}`),
];

/** Scripts run with `readonly` 0, which nobody of that profile can set over the network. */
const ownQueriesUnlessScript = `<databases><system><processes>
        <filter>user = currentUser() OR getSetting('readonly') = 0</filter>
      </processes></system></databases>`;

const servicesPrivileges = [
  'SELECT',
  'INSERT',
  'ALTER',
  'SHOW',
  'CHECK',
  'CREATE DATABASE',
  'CREATE TABLE',
  'CREATE VIEW',
  'CREATE TEMPORARY TABLE',
  'CREATE FUNCTION',
  'DROP',
  'UNDROP TABLE',
  'TRUNCATE',
  'OPTIMIZE',
  'KILL QUERY',
  'SYSTEM DROP CACHE',
  'SYSTEM MERGES',
  'SYSTEM TTL MERGES',
  'SYSTEM MOVES',
  'SYSTEM VIEWS',
  'SYSTEM FLUSH',
  'SYSTEM SYNC TRANSACTION LOG',
];

/** Those that keep their data in the data directory, in memory or nowhere; not Set, which anyone may ask what it holds. */
const tableEngines = [
  'MergeTree',
  'ReplacingMergeTree',
  'SummingMergeTree',
  'AggregatingMergeTree',
  'CollapsingMergeTree',
  'VersionedCollapsingMergeTree',
  'CoalescingMergeTree',
  'GraphiteMergeTree',
  'Memory',
  'Log',
  'TinyLog',
  'StripeLog',
  'Null',
  'Join',
  'Buffer',
  'Merge',
  'GenerateRandom',
  'View',
  'MaterializedView',
];

function user(name: string, password: string, profile: string, grants: readonly string[], rows = ''): string {
  return `<${name}>
      ${password}
      <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
      <profile>${profile}</profile>
      <quota>default</quota>
      <default_database>default</default_database>
      <grants>${grants.map((grant) => `<query>GRANT ${grant}</query>`).join('')}</grants>
      ${rows}
    </${name}>`;
}

const hashed = (sha: string): string => `<password_sha256_hex>${sha}</password_sha256_hex>`;

const constants = (names: readonly string[]): string =>
  names.map((name) => `<${name}><const/></${name}>`).join('');

/** In backquotes; whoever names it wrote a plain name, see startClickHouse. */
const identifier = (name: string): string => `\`${name}\``;
