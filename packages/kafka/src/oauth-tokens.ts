import { Failure } from '@tallyboard/runtime/failure';

export interface Client {
  /** Of the token endpoint. */
  url: string;
  clientId: string;
  clientSecret: string;
  scope?: string;
}

const WITHIN_MS = 10_000;
/** A token that ends sooner is asked for anew: it has to last until a broker has seen it. */
const LEAST_MS = 30_000;
/** Of a token that does not say when it ends. */
const USUAL_S = 300;

/**
 * Tokens by the grant of client credentials (https://www.rfc-editor.org/rfc/rfc6749#section-4.4), each kept until shortly
 * before it ends. Rejects with a Failure that says what the endpoint answered.
 */
export function tokensOf(client: Client, nowMs: () => number = Date.now): () => Promise<string> {
  let kept: { value: string; endsMs: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async () => {
    const { access_token, expires_in } = await grant(client);
    kept = { value: access_token, endsMs: nowMs() + (expires_in ?? USUAL_S) * 1_000 };
    return access_token;
  };
  return async () => {
    if (kept && kept.endsMs - nowMs() > LEAST_MS) return kept.value;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

interface Granted {
  access_token: string;
  /** Seconds. */
  expires_in?: number;
}

async function grant({ url, clientId, clientSecret, scope }: Client): Promise<Granted> {
  const failed = (why: string, cause?: unknown) =>
    new Failure(`${url} gives no token for Kafka: ${why}. See TALLY_KAFKA_TOKEN_URL, _USER and _PASSWORD.`, {
      cause,
    });
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) }),
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch((error: Error) => {
    throw failed(`it does not answer (${error.message})`, error);
  });
  const said = (await answer.json().catch(() => ({}))) as Partial<Granted> & { error?: unknown };
  if (!answer.ok) throw failed(`it answers ${answer.status}${said.error ? ` (${String(said.error)})` : ''}`);
  if (typeof said.access_token !== 'string') throw failed('there is none in its answer');
  return said as Granted;
}
