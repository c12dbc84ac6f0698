/** What the engine's process tells its parent once it answers requests. */
export interface ReadyMessage {
  port: number;
  /** For example `http://127.0.0.1:8123`. */
  url: string;
}
