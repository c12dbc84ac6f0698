import { decimalText } from '@tallyboard/metrics/expression';

/** A decimal of ClickHouse as short as it can be written. */
export function plain(decimal: string): string {
  const [whole, fraction = ''] = decimal.split('.');
  return decimalText(BigInt(`${whole}${fraction.padEnd(4, '0')}`));
}
