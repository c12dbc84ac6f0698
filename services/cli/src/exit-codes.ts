/** What the process says to scripts; documented in `tally --help` and the README. */
export const EXIT = {
  ok: 0,
  /** Something did not work: a server that cannot be reached, a file that cannot be read. */
  failure: 1,
  /** The command line was wrong. */
  usage: 2,
  /** `verify`, `repair`: a stored cell or event row is not what the log proves. */
  drift: 3,
  /** `import`, `dlq redrive`: it ran to the end, and some lines or letters could not be used. */
  rejects: 4,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done, and all is well
  1  something failed; one sentence on stderr says what and what to do
  2  the command line was wrong
  3  verify found cells or event rows that are not what the log proves, or repair left some
  4  import or dlq redrive ran to the end, but some lines or letters could not be used`;
