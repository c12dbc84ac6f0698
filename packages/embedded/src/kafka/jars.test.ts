import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jarsDir, kafkaJars } from './jars.js';

let home: string;
let env: NodeJS.ProcessEnv;
const log: string[] = [];
const say = (line: string) => void log.push(line);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tallyboard-jars-'));
  mkdirSync(join(home, 'bin'));
  env = { PATH: join(home, 'bin'), TALLY_CACHE_DIR: join(home, 'cache') };
  log.length = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** An mvn that runs `commands` with the output directory in $out. */
function givenMaven(commands: string): void {
  const mvn = join(home, 'bin', 'mvn');
  const findOut = 'for argument; do case $argument in -DoutputDirectory=*) out=$argument;; esac; done';
  writeFileSync(
    mvn,
    `#!/bin/sh\nPATH=/usr/bin:/bin\n${findOut}\nout=$(echo $out | cut -d= -f2)\necho run >> ${home}/runs\n${commands}\n`,
  );
  chmodSync(mvn, 0o755);
}

const downloads = 'sleep 0.3; touch $out/b.jar $out/a.jar';

test('the jars are downloaded once, in a fixed order, and it says so', async () => {
  givenMaven(downloads);
  const dir = jarsDir(env);
  expect(await kafkaJars(env, say)).toEqual([join(dir, 'a.jar'), join(dir, 'b.jar')]);
  expect(log[0]).toMatch(/^Downloading Apache Kafka 4\.2\.0 \(once, about \d+ MB\)/);
  log.length = 0;
  expect(await kafkaJars(env, say)).toHaveLength(2);
  expect(log).toEqual([]);
  expect(readFileSync(join(home, 'runs'), 'utf8')).toBe('run\n');
});

test('of two that need the jars at once, one downloads and the other waits', async () => {
  givenMaven(downloads);
  const both = await Promise.all([kafkaJars(env, say), kafkaJars(env, say)]);
  expect(both[0]).toEqual(both[1]);
  expect(readFileSync(join(home, 'runs'), 'utf8')).toBe('run\n');
  expect(log.some((line) => line.startsWith('Waiting for process'))).toBe(true);
});

test('a claim left by a process that died does not keep anyone waiting', async () => {
  givenMaven(downloads);
  mkdirSync(join(home, 'cache'));
  const dead = { owner: { pid: process.pid, started: 'another time' } };
  writeFileSync(`${jarsDir(env)}.claim`, JSON.stringify(dead));
  expect(await kafkaJars(env, say)).toHaveLength(2);
});

test('without mvn it says what to install', async () => {
  await expect(kafkaJars(env, say)).rejects.toThrow(/there is no mvn on the PATH: install Maven/);
});

test('without a network it says so, and leaves nothing half downloaded', async () => {
  givenMaven('touch $out/a.jar; echo "[ERROR] Could not transfer artifact: Unknown host"; exit 1');
  await expect(kafkaJars(env, say)).rejects.toThrow(
    /could not be downloaded from Maven Central: check the network/,
  );
  expect(readdirSync(join(home, 'cache'))).toEqual([]);
});

test("another failure of Maven's is told in its own words", async () => {
  givenMaven('echo "[ERROR] The JAVA_HOME environment variable is not defined correctly"; exit 1');
  await expect(kafkaJars(env, say)).rejects.toThrow(
    'Maven could not download Apache Kafka 4.2.0: The JAVA_HOME environment variable is not defined correctly',
  );
});

test('a cache that cannot be written is named', async () => {
  givenMaven(downloads);
  writeFileSync(join(home, 'cache'), 'a file where a directory should be');
  await expect(kafkaJars(env, say)).rejects.toThrow(
    /cache directory .* cannot be written: .* TALLY_CACHE_DIR/,
  );
});
