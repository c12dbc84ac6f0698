import { expect, test } from 'vitest';
import { openSockets } from './open-sockets.js';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1FBB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1FBB 0100007F:C001 08 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 0 10 -1
   2: 0100007F:C001 0100007F:1FBB 05 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 20 4 0 10 -1
   3: 0100007F:C002 0100007F:1FBB 05 00000000:00000000 03:00000A2B 00000000     0        0 0 2 0000000000000000 20 4 0 10 -1
   4: 0100007F:C003 0100007F:2328 01 00000000:00000000 00:00000000 00000000     0        0 4714 1 0000000000000000 20 4 0 10 -1
`;

test('a socket that only sends no more is open, one that its process has closed is not', () => {
  expect(openSockets(table, 8123)).toEqual(new Set([0xc001]));
});

test('where there is no table nobody is open', () => {
  expect(openSockets('', 8123)).toEqual(new Set());
});
