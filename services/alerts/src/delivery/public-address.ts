import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address is one of the public internet. Of IPv6 that is a part of 2000::/3 and nothing else: mapped
 * IPv4, NAT64, unique local and link-local ones lie outside.
 * https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !SPECIAL.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && GLOBAL.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
    default:
      return false;
  }
}

const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');

const SPECIAL = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared by the customers of a carrier (CGNAT), and where some clouds keep their metadata.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; the metadata of most clouds are at 169.254.169.254.
  ['169.254.0.0', 16],
  // Azure answers its machines here.
  ['168.63.129.16', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  // Protocols of the IETF, Teredo among them, which holds an IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 holds one too.
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv6');
