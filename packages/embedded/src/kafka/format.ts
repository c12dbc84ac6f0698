import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { EmbeddedFailure } from '../stack/failure.js';
import { explainFailedStart } from './explain.js';

/**
 * Gives the topics' directory the id of its cluster and its first metadata, once; Kafka remembers both in there.
 * Formatting happens beside it, so that a directory which exists is always a formatted one.
 *
 * @param propertiesFor the broker's properties for a directory of topics.
 * @param scram its users, see SecuredListener.
 * @param clusterId of the cluster that this is a node of; absent: it is one by itself, with a new id.
 */
export async function formatOnce(options: {
  command: string;
  args: string[];
  topics: string;
  propertiesFor: (topics: string) => string;
  env: NodeJS.ProcessEnv;
  dataDir: string;
  brokerLog: string;
  host: string;
  port: number;
  clusterId?: string | undefined;
  scram?: readonly string[] | undefined;
}): Promise<void> {
  if (existsSync(options.topics)) return;
  const unformatted = `${options.topics}.unformatted`;
  const properties = `${unformatted}.properties`;
  rmSync(unformatted, { recursive: true, force: true });
  writeFileSync(properties, options.propertiesFor(unformatted));
  const which = options.clusterId ? ['-t', options.clusterId] : ['--standalone', '-t', newClusterId()];
  const users = (options.scram ?? []).flatMap((user) => ['--add-scram', user]);
  const tool = ['kafka.tools.StorageTool', 'format', ...which, '-c', properties, ...users];
  try {
    await promisify(execFile)(options.command, [...options.args, ...tool], { env: options.env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new EmbeddedFailure(explainFailedStart(`${stdout}\n${stderr}`, options), { cause: error });
  }
  renameSync(unformatted, options.topics);
  rmSync(properties);
}

/** 16 random bytes in URL-safe base64, as `StorageTool random-uuid`, which allows no leading dash. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}
