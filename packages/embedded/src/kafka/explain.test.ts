import { expect, test } from 'vitest';
import { explainFailedStart } from './explain.js';

const asked = { dataDir: '/data', host: '127.0.0.1', port: 9092, brokerLog: '/data/broker.log' };

test.each([
  ['Failed to acquire lock on file .lock in /data/topics.', /^The data directory \/data is in use/],
  ['java.net.BindException: Address already in use', /^Port 9092 on 127\.0\.0\.1 was taken/],
  ['java.lang.UnsupportedClassVersionError: kafka/Kafka', /^The embedded Kafka needs Java 17/],
  ['Error: Could not reserve enough space for object heap', /^There is not enough memory/],
  ['java.io.IOException: No space left on device', /^The disk that holds \/data is full/],
  ['Error: Could not find or load main class kafka.Kafka', /^Kafka's cached jars are incomplete/],
])('%s', (said, sentence) => {
  expect(explainFailedStart(`before\n${said}\n  at some.Frame\n`, asked)).toMatch(sentence);
});

test('what is not known is quoted, with where to read more', () => {
  expect(explainFailedStart('INFO starting\njava.lang.IllegalStateException: odd\n  at x\nbye', asked)).toBe(
    'Kafka did not start: java.lang.IllegalStateException: odd (more in /data/broker.log).',
  );
  expect(explainFailedStart('', asked)).toContain('it did not say why');
});
