/**
 * The engine's configuration: what makes `clickhouse local` behave as a small ClickHouse server.
 *
 * The profile undoes what `clickhouse local` and chdb change for their own users (`implicit_select`,
 * introspection, mmap reads, chdb's own Arrow writer), and lets the engine cancel a GET whose client has
 * gone. The pools are sized for a laptop; ClickHouse's defaults would start dozens of idle threads.
 *
 * @param path where this text will be stored; ClickHouse reads the users from the same file.
 */
export function engineConfig(path: string): string {
  return `<clickhouse>
  <users_config>${escapeXml(path)}</users_config>
  <!-- No overlay database of files: "default" is an ordinary Atomic database, see data-dir.ts. -->
  <default_database></default_database>
  <database>default</database>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <max_thread_pool_free_size>8</max_thread_pool_free_size>
  <max_io_thread_pool_free_size>0</max_io_thread_pool_free_size>
  <mark_cache_size>268435456</mark_cache_size>
  <primary_index_cache_size>134217728</primary_index_cache_size>
  <profiles>
    <default>
      <implicit_select>0</implicit_select>
      <allow_introspection_functions>0</allow_introspection_functions>
      <storage_file_read_method>pread</storage_file_read_method>
      <output_format_arrow_use_native_writer>1</output_format_arrow_use_native_writer>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
    </default>
  </profiles>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <default_database>default</default_database>
      <named_collection_control>1</named_collection_control>
    </default>
  </users>
  <quotas><default></default></quotas>
</clickhouse>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
