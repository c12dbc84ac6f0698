import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/**
 * Writes one JSON object per line, by default to stdout. Secrets are blanked wherever a log call puts them: by
 * the name of their field, and API keys and the credentials of URLs also inside other text.
 */
export function createLogger(service: string, level = 'info', destination?: DestinationStream): Logger {
  const options = {
    base: { service },
    level,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
    // The usual one puts the messages of all causes behind that of the error, which says them already.
    serializers: { err: stdSerializers.errWithCause },
    hooks: { streamWrite: blankSecrets },
  };
  return pino(options, destination ?? stdout());
}

/**
 * Node's own stdout. That of pino tries for ever to write to a reader that has gone: a service whose parent was
 * killed would never end.
 */
function stdout(): DestinationStream {
  if (!process.stdout.listeners('error').includes(ignore)) process.stdout.on('error', ignore);
  return process.stdout;
}

/** Nobody is left to be told. */
const ignore = () => {};

const SECRET_FIELDS = [
  'password',
  'clickhousePassword',
  'secret',
  'token',
  'apiKey',
  'authorization',
  'Authorization',
  'cookie',
];
const SECRET_PATHS = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.headers.${field}`]);

function blankSecrets(line: string): string {
  return line
    .replace(/\b(tally_[a-z0-9]+_)[A-Za-z0-9]{8,}/g, '$1[secret]')
    .replace(/(\bhttps?:\/\/)[^/@\s"]+@/g, '$1[secret]@');
}
