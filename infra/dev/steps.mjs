import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const NEEDED_JAVA = 17;

/** Ends with one sentence for each thing that is missing. */
export function requireTools({ java = true } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = engines.node.replace('>=', '').split('.').map(Number);
  const missing = [];
  if (major < neededMajor || (major === neededMajor && minor < (neededMinor ?? 0)))
    missing.push(
      `Node.js is ${process.versions.node}, but ${engines.node.replace('>=', '')} or newer is needed: get it from https://nodejs.org.`,
    );
  if (java) missing.push(...missingJava(), ...missingMaven());
  if (missing.length === 0) return;
  for (const sentence of missing) console.error(sentence);
  process.exit(1);
}

function missingJava() {
  const command = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const { status, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const version = status === 0 ? Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1]) : null;
  if (version === null)
    return [
      process.env.JAVA_HOME
        ? `JAVA_HOME is ${process.env.JAVA_HOME}, but there is no Java: set it to a JDK ${NEEDED_JAVA} or newer (Kafka runs on it).`
        : `There is no Java, which Kafka runs on: install a JDK ${NEEDED_JAVA} or newer (https://adoptium.net), or set JAVA_HOME.`,
    ];
  return version >= NEEDED_JAVA
    ? []
    : [`Java is ${version}, but Kafka needs ${NEEDED_JAVA} or newer: install one, or set JAVA_HOME.`];
}

function missingMaven() {
  const { status } = spawnSync('mvn', ['--version'], { encoding: 'utf8' });
  return status === 0
    ? []
    : ['There is no Maven (mvn), which downloads Kafka: get it from https://maven.apache.org.'];
}

/** Dependencies and build; ends with the exit code of what failed. */
export async function installAndBuild() {
  await mustDo('Installing dependencies', 'npx', ['-y', packageManager, 'install', '--frozen-lockfile']);
  // turbo asks for pnpm on the PATH, where only npx puts it.
  await mustDo('Building', 'npx', ['-y', packageManager, 'run', 'build', '--output-logs=new-only']);
}

/** A command that the workspace has installed. */
export const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Says what is being done, does it, and ends everything when it fails. */
async function mustDo(what, command, args) {
  const code = await attempt(what, command, args);
  if (code === 0) return;
  console.error(`${what} failed (exit code ${code}): what it said is above.`);
  process.exit(code);
}

/** Says what is being done and does it; resolves with the exit code. */
export async function attempt(what, command, args, env = {}) {
  console.error(`» ${what}…`);
  const began = Date.now();
  const code = await run(command, args, env);
  if (code === 0) console.error(`» ${what}: done in ${((Date.now() - began) / 1_000).toFixed(1)} s.`);
  return code;
}

/** Runs a command in the root with this terminal. */
function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      // npm's own spinner would run through what the commands say.
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', npm_config_progress: 'false', ...env },
    });
    // Ctrl-C reaches the child from the terminal too; this process waits for it to end.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    const pass = () => child.kill('SIGTERM');
    process.on('SIGTERM', pass);
    const done = (code) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(
        existsSync(command) || !command.includes('/')
          ? `${command} cannot be run (${error.code}).`
          : `${command} is not there.`,
      );
      done(1);
    });
    child.on('exit', (code, signal) => done(exitCodeOf(code, signal)));
  });
}

/** As a shell would say it: 128 and the number of the signal. */
export const exitCodeOf = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);
