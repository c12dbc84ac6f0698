import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;
const LENGTH_BYTES = 4;
/** More than any answer that is asked for here; such a length is not one. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Sockets that hand on only whole answers. kafkajs keeps what it has of an answer when its connection breaks, and takes
 * what comes over the next one for the rest: it then waits for ever, or throws where nobody can catch it.
 */
export const wholeAnswers: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectTcp({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return handingOnWhole(socket);
};

/** https://kafka.apache.org/protocol#protocol_common: each message is its length (int32) and so many bytes. */
function handingOnWhole<S extends Socket>(socket: S): S {
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
  let chunks: Buffer[] = [];
  let buffered = 0;
  let needed = LENGTH_BYTES;

  const take = (chunk: Buffer): boolean => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered < needed) return true;
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    for (needed = lengthOf(bytes); bytes.length >= needed; needed = lengthOf(bytes)) {
      emit('data', bytes.subarray(0, needed));
      bytes = bytes.subarray(needed);
      if (socket.destroyed) return true;
    }
    if (needed > MOST_BYTES)
      socket.destroy(
        new Error(`an answer begins with a length of ${needed - LENGTH_BYTES} bytes: it is none of Kafka's`),
      );
    chunks = [bytes];
    buffered = bytes.length;
    return true;
  };
  socket.emit = (event: string, ...args: unknown[]) =>
    event === 'data' ? take(args[0] as Buffer) : emit(event, ...args);
  return socket;
}

/** Of the message that begins here, its length included. */
function lengthOf(bytes: Buffer): number {
  return bytes.length < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + bytes.readUInt32BE(0);
}
