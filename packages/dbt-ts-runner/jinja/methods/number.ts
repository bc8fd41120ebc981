import { PyFloat } from '../values/float.ts';
import type { Numeric } from '../values/numeric.ts';
import { methods } from './method.ts';

export const numberMethods = methods<Numeric>({
  is_integer: (self) => !(self instanceof PyFloat) || Number.isInteger(self.value),
  bit_length: (self) => {
    const whole = BigInt(self instanceof PyFloat ? Math.trunc(self.value) : self);
    return whole === 0n ? 0 : (whole < 0n ? -whole : whole).toString(2).length;
  },
});
