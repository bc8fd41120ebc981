/** Plain text of a scaled integer: `scaledText(-12345n, 2)` is `-123.45`. */
export function scaledText(scaled: bigint, scale: number): string {
  if (scale <= 0) return (scaled * 10n ** BigInt(-scale)).toString();
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const plainDecimal = /^(-?)(\d+)(?:\.(\d*))?$/;

function roundHalfAway(digits: string, keep: number): string {
  const cut = digits.length - keep;
  const kept = BigInt(digits.slice(0, keep) || '0');
  const up = cut > 0 && Number(digits[keep]) >= 5;
  return (up ? kept + 1n : kept).toString();
}

/**
 * A decimal with thousands separators and a fixed number of places, without a detour over binary
 * floating point: `groupDecimal('1234567.005', 2)` is `1,234,567.01`. Text that is not a plain
 * decimal comes back as it is.
 */
export function groupDecimal(text: string, places: number): string {
  const match = plainDecimal.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const padded = fraction.padEnd(places, '0');
  const rounded = roundHalfAway(whole + padded, whole.length + places).padStart(places + 1, '0');
  const wholeDigits = rounded.slice(0, rounded.length - places);
  const grouped = wholeDigits.replace(/\B(?=(\d{3})+$)/g, ',');
  const body = places > 0 ? `${grouped}.${rounded.slice(-places)}` : grouped;
  return /[1-9]/.test(body) ? sign + body : body;
}
