const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** As `crc32` of node:zlib, which wants a Buffer made of the range: that costs more than these few bytes. */
export function crc32Of(bytes: Buffer, from: number, to: number, seed: number): number {
  let crc = ~seed;
  for (let i = from; i < to; i += 1) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
