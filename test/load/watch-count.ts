/** A count that is followed over server-sent events. */
export interface CountWatch {
  /** When the count had grown by 1, 2, … `n` since the first push (performance.now()); waits for the last of them. */
  grownBy(n: number): Promise<number[]>;
  close(): void;
}

/** Opens a stream of one query without dimensions; resolves with its first result. */
export async function watchCount(url: string, headers: Record<string, string>): Promise<CountWatch> {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  if (!response.ok || !response.body)
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  let base: number | null = null;
  const reached: number[] = [];
  let changed = () => {};
  const pushed = (value: number) => {
    const at = performance.now();
    base ??= value;
    while (reached.length < value - base) reached.push(at);
    changed();
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (changed = resolve));
  };
  void read(response.body, pushed).catch(() => {});
  await until(() => base !== null);
  return {
    async grownBy(n) {
      await until(() => reached.length >= n);
      return reached.slice(0, n);
    },
    close: () => closing.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, pushed: (value: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let buffered = '';
  for await (const chunk of body) {
    buffered += decoder.decode(chunk, { stream: true });
    const events = buffered.split('\n\n');
    buffered = events.pop()!;
    for (const event of events)
      if (/^event: result$/m.test(event)) {
        const data = JSON.parse(/^data: (.*)$/m.exec(event)![1]!) as {
          result: { rows: { value: number }[] };
        };
        pushed(data.result.rows[0]?.value ?? 0);
      }
  }
}
