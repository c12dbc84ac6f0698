import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findJava, requireJava } from './java.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tallyboard-java-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A java in `<home>/<name>/bin` that says `version`; answers its home. */
function givenJava(name: string, version: string): string {
  const bin = join(home, name, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'java'), `#!/bin/sh\necho 'openjdk version "${version}" 2025-04-15' >&2\n`);
  chmodSync(join(bin, 'java'), 0o755);
  return join(home, name);
}

test('JAVA_HOME goes before the PATH', async () => {
  const JAVA_HOME = givenJava('chosen', '21.0.2');
  const PATH = join(givenJava('other', '17.0.15'), 'bin');
  expect(await findJava({ JAVA_HOME, PATH })).toMatchObject({ version: '21.0.2' });
  expect(await findJava({ PATH })).toMatchObject({ version: '17.0.15' });
});

test('no Java at all is one sentence with what to do', async () => {
  await expect(requireJava({ PATH: home })).rejects.toThrow(
    'The embedded Kafka needs Java and found none: install Java 17 or newer, or set JAVA_HOME to one.',
  );
});

test('a JAVA_HOME without a java in it is named', async () => {
  await expect(requireJava({ JAVA_HOME: join(home, 'gone') })).rejects.toThrow(
    /JAVA_HOME .*gone.* has no working java/,
  );
});

test.each(['11.0.22', '1.8.0_402'])('Java %s is refused as too old', async (version) => {
  const PATH = join(givenJava('old', version), 'bin');
  await expect(requireJava({ PATH })).rejects.toThrow(/needs Java 17, and .* is Java (11|8)\./);
});
