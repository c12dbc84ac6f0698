import type { Protocol } from './protocol.js';

/**
 * Kafka's protocol: each message is its length (int32) and so many bytes. A request begins with api key (int16), api
 * version (int16), correlation id (int32) and client id (int16 length, text); a response with the correlation id.
 * https://kafka.apache.org/protocol#protocol_messages
 */
export const kafkaProtocol: Protocol = {
  requestLength: frameLength,
  responseLength: frameLength,
  describe(request) {
    const idLength = Math.max(0, request.readInt16BE(12));
    return {
      name: API_NAMES[request.readInt16BE(4)] ?? `api ${request.readInt16BE(4)}`,
      client: request.toString('utf8', 14, 14 + idLength),
    };
  },
  answered: (response, underway) =>
    underway.find(({ bytes }) => bytes.readInt32BE(8) === response.readInt32BE(4)),
  withError(request, response, code) {
    const [apiKey, version] = [request.readInt16BE(4), request.readInt16BE(6)];
    const throttledSince = THROTTLED_SINCE[apiKey];
    if (throttledSince === undefined)
      throw new Error(`The answer to ${API_NAMES[apiKey]} begins with no error code.`);
    const changed = Buffer.from(response);
    changed.writeInt16BE(code, version >= throttledSince ? 12 : 8);
    return changed;
  },
};

function frameLength(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const length = 4 + bytes.readInt32BE(0);
  return bytes.length < length ? null : length;
}

const API_NAMES: Readonly<Record<number, string>> = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  8: 'OffsetCommit',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  11: 'JoinGroup',
  12: 'Heartbeat',
  13: 'LeaveGroup',
  14: 'SyncGroup',
  18: 'ApiVersions',
  19: 'CreateTopics',
  22: 'InitProducerId',
  32: 'DescribeConfigs',
  42: 'DeleteGroups',
};

/** Answers that begin with an error code, and from which version on a throttle time (int32) precedes it. */
const THROTTLED_SINCE: Readonly<Record<number, number>> = { 10: 1, 11: 2, 12: 1, 13: 1, 14: 1, 22: 0 };
