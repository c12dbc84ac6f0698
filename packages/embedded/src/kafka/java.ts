import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedFailure } from '../stack/failure.js';

export interface Java {
  command: string;
  /** For example `17.0.15`. */
  version: string;
}

/** The oldest Java that the broker runs on. */
export const neededJava = 17;

/** Rejects with an EmbeddedFailure when there is no Java, or an older one than the broker needs. */
export async function requireJava(env: NodeJS.ProcessEnv): Promise<Java> {
  const install = `install Java ${neededJava} or newer, or set JAVA_HOME to one`;
  const java = await findJava(env);
  if (!java && env.JAVA_HOME) {
    throw new EmbeddedFailure(
      `The embedded Kafka needs Java, and JAVA_HOME (${env.JAVA_HOME}) has no working java: set it to a Java ${neededJava} or newer, or unset it.`,
    );
  }
  if (!java) throw new EmbeddedFailure(`The embedded Kafka needs Java and found none: ${install}.`);
  if (Number.parseInt(java.version, 10) < neededJava) {
    throw new EmbeddedFailure(
      `The embedded Kafka needs Java ${neededJava}, and ${java.command} is Java ${java.version}: ${install}.`,
    );
  }
  return java;
}

/** The Java in JAVA_HOME, else the first on the PATH; undefined when there is none that runs. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java | undefined> {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : findOnPath('java', env);
  if (!command) return undefined;
  try {
    const { stderr } = await promisify(execFile)(command, ['-Xshare:auto', '-version'], { env });
    // 1.8.0_402 is Java 8; nothing older than that says less.
    const version = /version "(?:1\.)?([^"]+)"/.exec(stderr)?.[1];
    return version === undefined ? undefined : { command, version };
  } catch {
    return undefined;
  }
}

/** The first executable file called `name` in the directories of PATH. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const directory of (env.PATH ?? '').split(delimiter)) {
    if (directory === '') continue;
    try {
      const path = join(directory, name);
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}
