/**
 * One sentence for why the broker did not start.
 *
 * @param said what the JVM and the broker wrote before they ended.
 */
export function explainFailedStart(
  said: string,
  asked: { dataDir: string; host: string; port: number; brokerLog: string },
): string {
  if (said.includes('Failed to acquire lock on file')) {
    return `The data directory ${asked.dataDir} is in use by another Kafka: stop that one, or choose another directory.`;
  }
  if (/Address already in use|Address in use/.test(said)) {
    return `Port ${asked.port} on ${asked.host} was taken while Kafka started: start again, or choose another port.`;
  }
  if (said.includes('UnsupportedClassVersionError')) {
    return 'The embedded Kafka needs Java 17 or newer: install one, or set JAVA_HOME to one.';
  }
  if (/Could not reserve enough space|insufficient memory|OutOfMemoryError/.test(said)) {
    return 'There is not enough memory for Kafka: free some, or give it another heap size.';
  }
  if (said.includes('No space left on device')) {
    return `The disk that holds ${asked.dataDir} is full: free some space, or choose another data directory.`;
  }
  if (/ClassNotFoundException|NoClassDefFoundError|Could not find or load main class/.test(said)) {
    return "Kafka's cached jars are incomplete: remove their directory (see TALLY_CACHE_DIR) and start again.";
  }
  return `Kafka did not start: ${reason(said)} (more in ${asked.brokerLog}).`;
}

/** The last line that names an exception or an error, else the last line. */
function reason(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  return (
    lines.findLast((line) => /Exception|Error|ERROR|FATAL/.test(line)) ??
    lines.at(-1) ??
    'it did not say why'
  ).slice(0, 400);
}
