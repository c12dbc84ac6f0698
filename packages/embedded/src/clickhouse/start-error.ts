/**
 * One sentence for why the engine did not start.
 *
 * @param said what its process wrote to stderr before it ended.
 */
export function explainFailedStart(
  said: string,
  asked: { dataDir: string; host: string; port: number },
): string {
  if (said.includes('Address already in use')) {
    return `Port ${asked.port} on ${asked.host} is taken: stop what listens there, or choose another port for ClickHouse.`;
  }
  if (said.includes('Cannot lock file')) {
    return `The data directory ${asked.dataDir} is in use by another ClickHouse: stop that one, or choose another directory.`;
  }
  const reason = said
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '');
  return `The embedded ClickHouse ended while it started: ${reason ?? 'it did not say why'}.`;
}
