/**
 * One sentence for why the engine did not start.
 *
 * @param said what its process wrote to stderr before it ended.
 */
export function explainFailedStart(
  said: string,
  asked: { dataDir: string; host: string; port: number },
): string {
  const port = /Listen \[\S+\]:(\d+) failed/.exec(said)?.[1] ?? asked.port;
  if (said.includes('Address already in use')) {
    return `Port ${port} on ${asked.host} is taken: stop what listens there, or choose another port for ClickHouse.`;
  }
  if (/Permission denied: \S+:\d+/.test(said)) {
    return `Port ${port} on ${asked.host} is not allowed to this user: choose another port for ClickHouse, above 1023.`;
  }
  if (said.includes('Cannot lock file')) {
    return `The data directory ${asked.dataDir} is in use by another ClickHouse: stop that one, or choose another directory.`;
  }
  return `The embedded ClickHouse ended while it started: ${(reason(said) ?? 'it did not say why').replace(/\.$/, '')}.`;
}

/** The last line that names an exception, else the last line. */
function reason(said: string): string | undefined {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => line.includes('Exception:')) ?? lines.at(-1);
}
