export type Asked =
  | { kind: 'answer'; body: unknown }
  | { kind: 'refused'; status: number; sentence: string }
  | { kind: 'unreachable' };

/** Asks the query service. A 4xx is a refusal whose sentence people can act on; everything else will pass. */
export async function ask(url: string, init: RequestInit = {}): Promise<Asked> {
  try {
    const headers = { accept: 'application/json', ...init.headers };
    const response = await fetch(url, { cache: 'no-store', ...init, headers });
    const body: unknown = await response.json();
    if (response.ok) return { kind: 'answer', body };
    if (response.status < 400 || response.status >= 500) return { kind: 'unreachable' };
    const message = (body as { error?: { message?: unknown } } | null)?.error?.message;
    const sentence = typeof message === 'string' ? message : `HTTP ${response.status}`;
    return { kind: 'refused', status: response.status, sentence };
  } catch {
    return { kind: 'unreachable' };
  }
}
