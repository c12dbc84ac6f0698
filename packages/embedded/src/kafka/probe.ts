import { connect } from 'node:net';

/**
 * Whether the broker answers and every consumer group is coordinated: by it, or by another one of its cluster. Asking also
 * makes it create __consumer_offsets, so that no consumer meets a coordinator which is not there yet.
 *
 * Kafka's protocol, by hand: FindCoordinator (key 10) and DescribeGroups (key 15), both version 0. The broker
 * answers DescribeGroups per group with the state of the partition of __consumer_offsets which holds it.
 *
 * @param partitions of __consumer_offsets, at most ten.
 */
export async function isCoordinating(host: string, port: number, partitions: number): Promise<boolean> {
  // Names that differ in their last digit have consecutive hash codes, hence all different partitions.
  const groups = Array.from({ length: partitions }, (_, index) => `tallyboard-probe-${index}`);
  try {
    const byCoordinator = new Map<number, string[]>();
    for (const group of groups) {
      const found = await ask(host, port, request(10, string(group)));
      if (found.readInt16BE(4) !== 0) return false;
      const coordinator = portOf(found);
      byCoordinator.set(coordinator, [...(byCoordinator.get(coordinator) ?? []), group]);
    }
    for (const [coordinator, itsGroups] of byCoordinator) {
      const body = Buffer.concat([int32(itsGroups.length), ...itsGroups.map(string)]);
      const described = await ask(host, coordinator, request(15, body));
      if (errorsOf(described).some((error) => notYet.has(error))) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR. */
const notYet = new Set([14, 15, 16]);

/** Of a FindCoordinator response: correlation id, error, node id, host, port. */
const portOf = (response: Buffer): number => response.readInt32BE(12 + response.readInt16BE(10));

/** Of a DescribeGroups response about groups without members. */
function errorsOf(response: Buffer): number[] {
  const errors: number[] = [];
  let at = 8;
  for (let left = response.readInt32BE(4); left > 0; left -= 1) {
    errors.push(response.readInt16BE(at));
    at += 2;
    // group id, state, protocol type, protocol
    for (let field = 0; field < 4; field += 1) at += 2 + Math.max(0, response.readInt16BE(at));
    at += 4;
  }
  return errors;
}

function request(apiKey: number, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeInt16BE(apiKey, 0);
  return withLength(Buffer.concat([header, string('tallyboard-probe'), body]));
}

function withLength(message: Buffer): Buffer {
  return Buffer.concat([int32(message.length), message]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** One request, one response (correlation id and body); rejects when the broker hangs up or takes 5 s. */
function ask(host: string, port: number, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect({ host, port, timeout: 5_000 }, () => socket.write(message));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received.subarray(4));
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The broker closed the connection.')));
  });
}
