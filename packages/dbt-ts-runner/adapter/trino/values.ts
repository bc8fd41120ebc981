import { PyFloat, toValue, type Value } from '../../jinja/index.ts';

/** A value of the server's JSON as templates see it: moments as ISO text, nested values as JSON. */
export function templateValue(value: unknown, type: string): Value {
  if (value === null || value === undefined) return null;
  if (/^(?:double|real)$/.test(type)) return new PyFloat(Number(value));
  if (/^decimal/.test(type)) {
    const text = String(value);
    return text.includes('.') ? new PyFloat(Number(text)) : toValue(BigInt(text));
  }
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'string' || !/^time/.test(type)) return toValue(value);
  return value
    .replace(/(\.\d*?)0+(?=$| )/, '$1')
    .replace(/\.(?=$| )/, '')
    .replace(/ UTC$/, '+00');
}
