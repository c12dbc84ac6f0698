import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * One query in ClickHouse's own protocol, as a client of its first years speaks it, which every server understands.
 *
 * @returns the code of the exception that it is answered with, null when the answer begins otherwise.
 */
export async function askNatively(
  port: number,
  { user, password, query }: { user: string; password: string; query: string },
): Promise<number | null> {
  const socket = connect({ host: '127.0.0.1', port });
  const refused = once(socket, 'error').then(([error]) => Promise.reject(error));
  const said = (async () => {
    socket.write(Buffer.concat([hello, text('default'), text(user), text(password)]));
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    if (greeting[0] === exception) return greeting.readInt32LE(1);
    socket.write(Buffer.concat([Buffer.of(1), text(''), text(''), Buffer.of(2, 0), text(query), noData]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer[0] === exception ? answer.readInt32LE(1) : null;
  })();
  return Promise.race([said, refused]).finally(() => socket.destroy());
}

const exception = 2;

/** Up to 127 bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

/** Name, version 1.1 and protocol revision 51000 (a varint): no client info. */
const hello = Buffer.concat([Buffer.of(0), text('test'), Buffer.of(1, 1, 0xb8, 0x8e, 0x03)]);
/** A block of an unnamed table: no overflow, no bucket (-1), no columns, no rows. */
const noData = Buffer.of(2, 0, 1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0);
