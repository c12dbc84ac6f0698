/** What the engine's process tells its parent once it answers requests. */
export interface ReadyMessage {
  port: number;
  /** Of ClickHouse's own protocol, where it is spoken. */
  nativePort?: number | undefined;
  /** For example `http://127.0.0.1:8123`. */
  url: string;
}

/** Holds the hash (SHA-256, hex) of the services' password, in the environment of the engine's process. */
export const passwordVariable = 'TALLY_EMBEDDED_PASSWORD_SHA256';
