import type { Constant } from '../syntax/ast.ts';
import { PyFloat } from '../values/float.ts';
import { fromBigInt } from '../values/numeric.ts';
import type { Value } from '../values/value.ts';

/** The value a literal stands for. */
export function constant({ type, text }: Constant): Value {
  switch (type) {
    case 'none':
      return null;
    case 'bool':
      return text === 'true';
    case 'str':
      return text;
    case 'float':
      return new PyFloat(Number(text));
    case 'int':
      return text.length < 16 ? Number(text) : fromBigInt(BigInt(text));
  }
}
