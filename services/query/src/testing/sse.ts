/** One server-sent event, or a comment-free field block such as `retry`. */
export interface SseEvent {
  event: string;
  id?: string;
  data: never;
}

/** The events in the text of a stream; an unfinished one at its end is left out. */
export function parseSse(text: string): SseEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const fields = new Map(
        block.split('\n').map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
        }),
      );
      const event = fields.get('event');
      if (event === undefined) return [];
      const id = fields.get('id');
      return [{ event, ...(id === undefined ? {} : { id }), data: JSON.parse(fields.get('data')!) as never }];
    });
}

/** A stream that is read as it comes. */
export interface SseClient {
  status: number;
  headers: Headers;
  /** What has come so far. */
  events(): SseEvent[];
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close(): void;
}

export async function openSse(url: string, headers: Record<string, string> = {}): Promise<SseClient> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body!) text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    events: () => parseSse(text),
    ended: read(),
    close: () => abort.abort(),
  };
}
