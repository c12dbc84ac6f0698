import { closeSync, constants, openSync } from 'node:fs';
import { libchdbPath } from 'chdb/libchdb';
import { DataType, load, open } from 'ffi-rs';

/**
 * The few C functions this package calls. `libchdb` is loaded as a plain shared library, without chdb's
 * Node addon: the addon reaches the query API only, while the library also holds the whole of
 * `clickhouse local`, and with it ClickHouse's own HTTP server. The POSIX functions are found through
 * the same handle, which depends on libc.
 */
const library = 'chdb';

/** Maps the engine into the process. Call it once, before anything else here. */
export function loadEngineLibrary(): void {
  open({ library, path: libchdbPath() });
}

/**
 * Runs `clickhouse local` with `argv` (the program's name first) on a thread of its own and settles when
 * it has returned. It reports errors on stderr only; its result value is null then, and so is not read.
 */
export async function runClickHouseLocal(argv: readonly string[]): Promise<void> {
  await load({
    library,
    funcName: 'chdb_query_cmdline',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [argv.length, argv],
    runInNewThread: true,
  });
}

/** `pipe(2)`: file descriptors of a new pipe. */
export function openPipe(): { readFd: number; writeFd: number } {
  const fds = Buffer.alloc(8);
  if (callInt('pipe', [DataType.U8Array], [fds]) !== 0) {
    throw new Error('The system has no file descriptors left for a pipe.');
  }
  return { readFd: fds.readInt32LE(0), writeFd: fds.readInt32LE(4) };
}

/** Makes `fd` the slave side of a new pseudo-terminal and returns the master side. */
export function attachTerminal(fd: number): number {
  const master = callInt('posix_openpt', [DataType.I32], [constants.O_RDWR | constants.O_NOCTTY]);
  if (master < 0) throw new Error('The system has no pseudo-terminals left.');
  callInt('grantpt', [DataType.I32], [master]);
  callInt('unlockpt', [DataType.I32], [master]);
  const name = load({
    library,
    funcName: 'ptsname',
    retType: DataType.String,
    paramsType: [DataType.I32],
    paramsValue: [master],
  });
  redirect(fd, name, constants.O_RDWR | constants.O_NOCTTY);
  return master;
}

/** Makes `fd` refer to the file `path`. */
export function redirect(fd: number, path: string, flags: number): void {
  const opened = openSync(path, flags);
  callInt('dup2', [DataType.I32, DataType.I32], [opened, fd]);
  closeSync(opened);
}

/** `dup(2)`: another file descriptor of the same open file. */
export function duplicate(fd: number): number {
  return callInt('dup', [DataType.I32], [fd]);
}

/** `getsockname(2)`: the port of our end of an IP socket, undefined for any other file descriptor. */
export function localPort(fd: number): number | undefined {
  return ipPort('getsockname', fd);
}

/** `getpeername(2)`: the port of the other end, undefined when there is none (a listening socket). */
export function peerPort(fd: number): number | undefined {
  return ipPort('getpeername', fd);
}

/** Whether the peer has closed and everything it sent has been read (`recv` with `MSG_PEEK` returns 0). */
export function isClosedByPeer(fd: number): boolean {
  const peekWithoutWaiting = 0x2 | (process.platform === 'darwin' ? 0x80 : 0x40);
  const types = [DataType.I32, DataType.U8Array, DataType.I32, DataType.I32];
  return callInt('recv', types, [fd, Buffer.alloc(1), 1, peekWithoutWaiting]) === 0;
}

/** `shutdown(fd, SHUT_RD)`: reading from the socket gives end of file from now on; writing still works. */
export function stopReading(fd: number): void {
  callInt('shutdown', [DataType.I32, DataType.I32], [fd, 0]);
}

const addressBytes = 128;

/** `sockaddr_in` and `sockaddr_in6` both hold the port, big-endian, at offset 2. */
function ipPort(call: 'getsockname' | 'getpeername', fd: number): number | undefined {
  const address = Buffer.alloc(addressBytes);
  const length = Buffer.alloc(4);
  length.writeInt32LE(addressBytes);
  const types = [DataType.I32, DataType.U8Array, DataType.U8Array];
  if (callInt(call, types, [fd, address, length]) !== 0) return undefined;
  const family = process.platform === 'darwin' ? address[1] : address.readUInt16LE(0);
  const isIp = family === 2 || family === (process.platform === 'darwin' ? 30 : 10);
  return isIp ? address.readUInt16BE(2) : undefined;
}

function callInt(funcName: string, paramsType: DataType[], paramsValue: unknown[]): number {
  return load({ library, funcName, retType: DataType.I32, paramsType, paramsValue });
}
