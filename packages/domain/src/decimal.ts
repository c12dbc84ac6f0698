const PLACES = 4;
const PLAIN = /^-?\d+(\.\d{1,4})?$/;

/** Ten-thousandths of a plain decimal: `"1054.5"` → `10545000n`. Throws a RangeError for anything else. */
export function parse(text: string): bigint {
  if (!PLAIN.test(text))
    throw new RangeError(`${JSON.stringify(text)} is no decimal of at most ${PLACES} places`);
  const point = text.indexOf('.');
  const places = point < 0 ? 0 : text.length - point - 1;
  return BigInt(text.replace('.', '') + '0'.repeat(PLACES - places));
}

/** `10545000n` → `"1054.5000"`: always four places, no `-0`. */
export function format(tenThousandths: bigint): string {
  const sign = tenThousandths < 0n ? '-' : '';
  const digits = (tenThousandths < 0n ? -tenThousandths : tenThousandths)
    .toString()
    .padStart(PLACES + 1, '0');
  return `${sign}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** The exact sum of two decimals, with four places. */
export function add(left: string, right: string): string {
  return format(parse(left) + parse(right));
}
