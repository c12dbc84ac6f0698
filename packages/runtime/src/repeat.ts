/** Runs at once and again and again, `everyMs` after the last run ended; a failure is told and the next run tried. */
export function repeat(
  everyMs: number,
  run: () => Promise<void>,
  onFailure: (error: unknown) => void,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = async (): Promise<void> => {
    await run().catch(onFailure);
    if (stopped) return;
    timer = setTimeout(() => {
      current = next();
    }, everyMs);
  };
  let current = next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
