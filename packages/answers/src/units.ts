/** A decimal as ClickHouse writes it, in units of its last place. */
export function unitsOf(decimal: string, places: number): bigint {
  const [whole, fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
}
