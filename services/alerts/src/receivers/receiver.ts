import type { Hours, Severity } from '@tallyboard/alerting/rule';

/** A receiver with everything looked up that its entry referred to. */
export interface Receiver {
  name: string;
  /** Whose alerts it is told of; null: all. For the rules of other tenants it does not exist. */
  tenants: ReadonlySet<string> | null;
  minSeverity: Severity;
  /** Zone of its quiet hours and of the times in its messages. */
  tz: string;
  quiet: Hours | null;
  /** Critical ones wait for the end of the quiet hours too. */
  quietCritical: boolean;
  /** What goes in one message: transitions of one rule, or all. */
  groupBy: 'rule' | 'all';
  groupWaitMs: number;
  channel: Channel;
}

export type Channel =
  /** Signed with each of the secrets, so that they can be changed without a gap. */
  | { type: 'webhook'; target: Target; secrets: readonly string[] }
  | { type: 'slack' | 'teams'; target: Target }
  | { type: 'email'; smtp: Smtp; from: string; to: readonly string[] }
  | { type: 'kafka'; topic: string };

/** An address that is posted to. */
export interface Target {
  /** A secret: whoever knows it may write there. */
  url: URL;
  /** Lower case: hosts that may have a private address and http. */
  allowHosts: ReadonlySet<string>;
}

export interface Smtp {
  host: string;
  port: number;
  secure: boolean;
  login: { user: string; password: string } | null;
}

/** What a receivers file comes to. */
export interface Receivers {
  receivers: readonly Receiver[];
  /** The dead man's switch; its receiver is one of the others, or an address that gets nothing else. */
  heartbeat: { everyMs: number; receiver: Receiver } | null;
}
