import { Failure } from '@tallyboard/runtime/failure';
import { EXIT } from '../exit-codes.js';

/** What ClickHouse says of a statement as one sentence; what is no error of ClickHouse is as it was. */
export function asSentence(error: unknown): unknown {
  const { code = '', message = '' } = error as { code?: unknown; message?: string };
  if (error instanceof Failure || !/^\d+$/.test(String(code))) return error;
  const [sentence, exitCode] = told(String(code), message.replace(/\s+/g, ' ').trim());
  return new Failure(sentence, { exitCode, cause: error });
}

export const ONLY_READS =
  'It only reads: begin with SELECT, WITH, SHOW, DESCRIBE, EXPLAIN or EXISTS. What changes numbers are events, see services/ingest.';

/** By the codes that ClickHouse documents for its errors. */
function told(code: string, message: string): [sentence: string, exitCode: number] {
  switch (code) {
    case '159':
    case '160':
      return [
        'It took too long and was stopped: filter on tenant and day, or allow more with --timeout.',
        EXIT.failure,
      ];
    case '241':
      return [
        'It wanted more memory than ClickHouse allows: filter on tenant and day, or group by less.',
        EXIT.failure,
      ];
    case '164':
      return [ONLY_READS, EXIT.usage];
    case '497':
      return [`This user may not: ${capitalless(message.replace(/^\w+: /, ''))}`, EXIT.failure];
    case '456': {
      const name = /`(.+?)`/.exec(message)?.[1] ?? 'NAME';
      return [`It has the parameter ${name}: say --param ${name}=… what that is.`, EXIT.usage];
    }
    case '62': {
      const open = /Unmatched parentheses: (.*?)\./.exec(message)?.[1];
      if (open !== undefined)
        return [`There is a "${open.trim()}" too many, or its other half is missing.`, EXIT.usage];
      const [, at, near = '', line = '1', column] =
        /failed at position (\d+) \((.*?)\)(?: \(line (\d+), col (\d+)\))?[:.]/.exec(message) ?? [];
      if (at === undefined) return [firstSentence(message), EXIT.usage];
      const place = line === '1' ? `position ${at}` : `line ${line}, column ${column}`;
      return [`No SQL from ${place} on${near === '' ? '' : `, at "${near}"`}.`, EXIT.usage];
    }
    case '60':
      return [`${firstSentence(message)} ".tables" lists what there is.`, EXIT.usage];
    default:
      return [firstSentence(message), EXIT.usage];
  }
}

/** Without the statement, which people have before them; with the name that was probably meant. */
function firstSentence(message: string): string {
  const meant = /Maybe you meant:? (.*?)\??\.?$/
    .exec(message)?.[1]
    ?.replace(/^\[|\]\.?$|'/g, '')
    .replace(/\.$/, '');
  const said = message
    .replace(/[:.]? (?:In scope|in scope|In query|Maybe you meant)[\s\S]*$/, '')
    .replace(/[.:]?$/, '');
  const short = said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
  return meant === undefined ? `${short}.` : `${short}: did you mean ${meant.replace(/\]$/, '')}?`;
}

const LONGEST = 300;
const capitalless = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
