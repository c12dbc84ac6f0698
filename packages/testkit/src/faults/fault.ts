/**
 * Where in an exchange a fault strikes: nothing of the request has reached the server; half of it has; the server has
 * done what it was asked and nothing of its answer has reached the client; half of the answer has.
 */
export type Moment = 'before-request' | 'in-request' | 'before-response' | 'in-response';

/** What happens to one request, its answer, and the connection that both are on. */
export type Fault =
  /** Ends the connection for both sides: `cut` by a reset, `close` in good order; so much later, when more is under way. */
  | { kind: 'cut' | 'close'; at: Moment; afterMs?: number }
  /** What follows is swallowed and the connection kept, as of a peer that is gone without a word; see `release`. */
  | { kind: 'hang'; at: Moment }
  /** The end of one direction: the server's end of input after the whole request, or the client's instead of an answer. */
  | { kind: 'half-close'; towards: 'server' | 'client' }
  /** Arrives so much later, and with it all that follows in its direction. */
  | { kind: 'delay'; at: 'before-request' | 'before-response'; ms: number }
  /** Something else happens to the client or the server at that moment, such as a kill; then the connection is cut. */
  | { kind: 'blow'; at: 'before-request' | 'before-response'; strike(): void }
  /** Waits for `release`, and then reaches the server although the client may be gone. */
  | { kind: 'hold' }
  /** Kafka: the answer says this error code instead; of requests whose answer begins with one. */
  | { kind: 'error'; code: number };

export const MOMENTS: readonly Moment[] = ['before-request', 'in-request', 'before-response', 'in-response'];

/** A request on its way through the proxy. */
export interface SeenRequest {
  /** What is asked: `Produce`, `INSERT INTO deal_events`. */
  name: string;
  /** Kafka's client id; empty over HTTP. */
  client: string;
  bytes: Buffer;
}

/** Decides for each request what happens to it. */
export type Plan = (request: SeenRequest) => Fault | null;
