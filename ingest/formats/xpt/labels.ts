import { malformedFile } from '../../errors.ts';
import { RECORD, type Records } from './records.ts';
import { trimmed, type Variable } from './variable.ts';

/** Texts too long for a NAMESTR, by the variable's number. */
interface LongTexts {
  readonly name: Buffer;
  readonly label: Buffer;
  readonly format?: Buffer;
  readonly informat?: Buffer;
}

const orElse = (long: Buffer | undefined, short: Buffer): Buffer =>
  long && long.length > 0 ? trimmed(long) : short;

/**
 * Reads a LABELV8 block (number, lengths of name and label, then both) or a LABELV9 block (also format and informat) from
 * `at`, and gives the variables with those texts and where the block ends. Throws MALFORMED_FILE.
 */
export const readLabels = async (
  records: Records,
  at: number,
  kind: 'LABELV8' | 'LABELV9',
  count: number,
  variables: readonly Variable[],
  label: string,
): Promise<{ readonly variables: readonly Variable[]; readonly end: number }> => {
  const lengths = kind === 'LABELV8' ? 2 : 4;
  const known = new Map<number, LongTexts>();
  let place = at;
  for (let entry = 0; entry < count; entry += 1) {
    const head = await records.bytes(place, 2 + lengths * 2);
    const number = head.readUInt16BE(0);
    if (number < 1 || number > variables.length)
      throw malformedFile(label, `a long label names variable ${number} of ${variables.length}`);
    place += head.length;
    const texts: Buffer[] = [];
    for (let index = 0; index < lengths; index += 1) {
      const length = head.readUInt16BE(2 + index * 2);
      texts.push(await records.bytes(place, length));
      place += length;
    }
    const [name = Buffer.alloc(0), text = Buffer.alloc(0), format, informat] = texts;
    known.set(number, {
      name,
      label: text,
      ...(format ? { format } : {}),
      ...(informat ? { informat } : {}),
    });
  }
  return {
    variables: variables.map((variable) => {
      const long = known.get(variable.ordinal);
      return {
        ...variable,
        name: orElse(long?.name, variable.name),
        label: orElse(long?.label, variable.label),
        format: orElse(long?.format, variable.format),
        informat: orElse(long?.informat, variable.informat),
      };
    }),
    end: Math.ceil(place / RECORD) * RECORD,
  };
};
