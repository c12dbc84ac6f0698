import { httpHandlers } from './doors.js';
import { type Access, usersConfig } from './users.js';

/**
 * The engine's configuration: what makes `clickhouse local` behave as a small ClickHouse server that is on a
 * machine where pages of the whole world run in a browser. The pools are sized for a laptop; ClickHouse's
 * defaults would start dozens of idle threads.
 *
 * @param options.path where this text will be stored; ClickHouse reads the users from the same file.
 * @param options.dataDir where tables may be, and nowhere else.
 * @param options.nativePort of ClickHouse's own protocol; absent: it is not spoken.
 */
export function engineConfig(options: {
  path: string;
  dataDir: string;
  access: Access;
  nativePort?: number | undefined;
}): string {
  const { path, dataDir, access, nativePort } = options;
  return `<clickhouse>
  <users_config>${escapeXml(path)}</users_config>
  <!-- No overlay database of files: "default" is an ordinary Atomic database, see data-dir.ts. -->
  <default_database></default_database>
  <database>default</database>
  <custom_local_disks_base_directory>${escapeXml(dataDir)}/disks/</custom_local_disks_base_directory>
  ${nativePort === undefined ? '' : `<tcp_port>${nativePort}</tcp_port>`}
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <max_thread_pool_free_size>8</max_thread_pool_free_size>
  <max_io_thread_pool_free_size>0</max_io_thread_pool_free_size>
  <mark_cache_size>268435456</mark_cache_size>
  <primary_index_cache_size>134217728</primary_index_cache_size>
  ${systemLog('query_log')}
  ${systemLog('session_log')}
  ${httpHandlers}
  ${usersConfig(access)}
</clickhouse>
`;
}

/** Written twice a minute at most, and not at all when nothing happens; SYSTEM FLUSH LOGS writes it at once. */
function systemLog(name: 'query_log' | 'session_log'): string {
  return `<${name}>
    <database>system</database>
    <table>${name}</table>
    <partition_by>event_date</partition_by>
    <ttl>event_date + INTERVAL 3 DAY DELETE</ttl>
    <flush_interval_milliseconds>30000</flush_interval_milliseconds>
    <max_size_rows>100000</max_size_rows>
    <reserved_size_rows>256</reserved_size_rows>
    <buffer_size_rows_flush_threshold>50000</buffer_size_rows_flush_threshold>
    <flush_on_crash>0</flush_on_crash>
  </${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
