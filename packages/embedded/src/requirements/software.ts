import { areJarsCached, jarsDir } from '../kafka/jars.js';
import { findJava, findOnPath, neededJava } from '../kafka/java.js';
import type { Requirement } from './requirement.js';

const neededNode = { major: 20, minor: 20 };

/** @param version for example `20.20.0`. */
export function nodeRequirement(version: string): Requirement {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const needed = `${neededNode.major}.${neededNode.minor} or newer`;
  return {
    name: 'Node.js',
    needed,
    found: version,
    ok: major > neededNode.major || (major === neededNode.major && minor >= neededNode.minor),
    hint: `Install Node.js ${needed}.`,
  };
}

export async function javaRequirement(env: NodeJS.ProcessEnv): Promise<Requirement> {
  const java = await findJava(env);
  return {
    name: 'Java',
    needed: `${neededJava} or newer, for Kafka`,
    found: java?.version ?? null,
    ok: java !== undefined && Number.parseInt(java.version, 10) >= neededJava,
    hint: env.JAVA_HOME
      ? `Set JAVA_HOME to a Java ${neededJava} or newer; it is ${env.JAVA_HOME}.`
      : `Install Java ${neededJava} or newer, or set JAVA_HOME to one.`,
  };
}

/** Maven fetches Kafka's jars once and is not needed after that. */
export function mavenRequirement(env: NodeJS.ProcessEnv): Requirement {
  const cached = areJarsCached(env);
  const mvn = findOnPath('mvn', env);
  return {
    name: 'Maven',
    needed: cached ? 'no longer: Kafka is downloaded' : 'once, to download Kafka',
    found: mvn ?? null,
    ok: cached || mvn !== undefined,
    hint: `Install Maven, or copy ${jarsDir(env)} from a machine that has it.`,
  };
}

/** @param glibc its version, undefined where there is none. */
export function platformRequirement(platform: string, arch: string, glibc: string | undefined): Requirement {
  const libc = platform === 'linux' ? (glibc === undefined ? ' without glibc' : ` with glibc ${glibc}`) : '';
  return {
    name: 'Platform',
    needed: 'linux with glibc or darwin, x64 or arm64, for ClickHouse',
    found: `${platform} ${arch}${libc}`,
    ok:
      (arch === 'x64' || arch === 'arm64') &&
      (platform === 'darwin' || (platform === 'linux' && glibc !== undefined)),
    hint: 'Use macOS or a Linux with glibc (not Alpine), in WSL 2 on Windows; or run the stack in Docker.',
  };
}

/** The version of glibc that this process runs on. */
export function currentGlibc(): string | undefined {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}
