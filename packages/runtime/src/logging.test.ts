import { describe, expect, it } from 'vitest';
import { createLogger } from './logging.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void, level?: string): string[] {
  const lines: string[] = [];
  write(createLogger('ingest', level, { write: (line) => void lines.push(line) }));
  return lines;
}

describe('createLogger', () => {
  it('writes one JSON object per line with service, time and message', () => {
    const [line] = logged((log) => log.info({ events: 3 }, 'accepted'));
    expect(JSON.parse(line!)).toMatchObject({ service: 'ingest', events: 3, msg: 'accepted', level: 30 });
    expect(JSON.parse(line!).time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('leaves out what is below its level', () => {
    expect(logged((log) => log.info('no'), 'warn')).toEqual([]);
  });

  it.each([
    ['a field named password', { password: 'hunter2' }],
    ['a field of a field', { user: { token: 'hunter2' } }],
    ['the header of a request', { req: { headers: { authorization: 'Bearer hunter2' } } }],
    ['the credentials in an address', { url: 'http://me:hunter2@db:8123/' }],
    ['an API key inside other text', { note: 'sent tally_abc123_deadbeefhunter2 twice' }],
  ])('blanks %s', (_what, fields) => {
    const [line] = logged((log) => log.info(fields, 'x'));
    expect(line).toContain('[secret]');
    expect(line).not.toContain('hunter2');
  });

  it('keeps the message of an error as it is, and its cause beside it', () => {
    const error = new Error('Kafka does not answer.', { cause: new Error('socket hang up') });
    for (const [line] of [logged((log) => log.warn({ err: error }, 'x')), logged((log) => log.warn(error))])
      expect(JSON.parse(line!).err).toMatchObject({
        message: 'Kafka does not answer.',
        cause: { message: 'socket hang up' },
      });
  });

  it('blanks an API key in the message of an error', () => {
    const [line] = logged((log) => log.error(new Error('bad key tally_abc123_deadbeefhunter2')));
    expect(line).not.toContain('hunter2');
    expect(line).toContain('tally_abc123_[secret]');
  });
});
