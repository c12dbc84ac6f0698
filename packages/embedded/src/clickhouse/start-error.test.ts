import { expect, test } from 'vitest';
import { explainFailedStart } from './start-error.js';

const asked = { dataDir: '/data', host: '127.0.0.1', port: 80 };

const listenFailed = (why: string) =>
  `Received exception:\nCode: 210. DB::Exception: Listen [127.0.0.1]:80 failed: Net Exception: ${why}: 127.0.0.1:80 (version 26.7.2.1). (NETWORK_ERROR)\n\nEmpty query`;

test.each([
  [listenFailed('Address already in use'), /^Port 80 on 127\.0\.0\.1 is taken: .*another port/],
  [listenFailed('Permission denied'), /^Port 80 on 127\.0\.0\.1 is not allowed to this user: .*above 1023/],
  [
    listenFailed('Address already in use').replaceAll(':80', ':9000'),
    /^Port 9000 on 127\.0\.0\.1 is taken: .*another port/,
  ],
  [
    'Code: 76. DB::Exception: Cannot lock file /data/status. (CANNOT_OPEN_FILE)',
    /^The data directory \/data is in use/,
  ],
])('%s', (said, sentence) => {
  expect(explainFailedStart(said, asked)).toMatch(sentence);
});

test('what it does not know it quotes: the exception, not the noise after it', () => {
  const said = 'Received exception:\nCode: 243. DB::Exception: Cannot reserve space.\n\nEmpty query\n';
  expect(explainFailedStart(said, asked)).toBe(
    'The embedded ClickHouse ended while it started: Code: 243. DB::Exception: Cannot reserve space.',
  );
});

test('an engine that ended without a word', () => {
  expect(explainFailedStart('\n', asked)).toBe(
    'The embedded ClickHouse ended while it started: it did not say why.',
  );
});
