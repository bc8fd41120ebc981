const RECORD = 80;

/** A variable of a transport file to be built; `length` 8 or less makes a numeric one where `isNumeric`. */
export interface Built {
  readonly name: string;
  readonly length: number;
  readonly isNumeric?: boolean;
  readonly label?: string;
}

const line = (text: string): Buffer => Buffer.from(text.padEnd(RECORD), 'latin1');

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((RECORD - (bytes.length % RECORD)) % RECORD, ' ')]);

const heading = (kind: string, rest = '0'.repeat(30)): Buffer =>
  line(`HEADER RECORD*******${kind.padEnd(8)}HEADER RECORD!!!!!!!${rest}`);

const STAMP = '31MAR26:20:00:00';

export const LIBRARY: Buffer = Buffer.concat([
  heading('LIBRARY'),
  line(`SAS     SAS     SASLIB  9.4     Linux   ${' '.repeat(24)}${STAMP}`),
  line(STAMP),
]);

/** One member of version 5; `rows` are its bytes without padding. */
export const memberOf = (name: string, variables: readonly Built[], rows: Buffer): Buffer => {
  let position = 0;
  const namestrs = variables.map((variable, index) => {
    const bytes = Buffer.alloc(140);
    bytes.writeInt16BE(variable.isNumeric ? 1 : 2, 0);
    bytes.writeInt16BE(variable.length, 4);
    bytes.writeInt16BE(index + 1, 6);
    bytes.write(variable.name.padEnd(8), 8, 'latin1');
    bytes.write((variable.label ?? '').padEnd(40), 16, 'latin1');
    bytes.fill(' ', 56, 64);
    bytes.fill(' ', 72, 80);
    bytes.writeInt32BE(position, 84);
    position += variable.length;
    return bytes;
  });
  return Buffer.concat([
    heading('MEMBER', '000000000000000001600000000140'),
    heading('DSCRPTR'),
    line(`SAS     ${name.padEnd(8)}SASDATA 9.4     Linux   ${' '.repeat(24)}${STAMP}`),
    line(`${STAMP.padEnd(32)}${'A label'.padEnd(40)}`),
    heading('NAMESTR', `000000${String(variables.length).padStart(4, '0')}${'0'.repeat(20)}`),
    padded(Buffer.concat(namestrs)),
    heading('OBS'),
    padded(rows),
  ]);
};

/** A file of version 8 with one member of one character variable with a long name, label, format and informat. */
export const versionEight = (
  kind: 'LABELV8' | 'LABELV9',
  rows: Buffer,
  announced: number | undefined,
): Buffer => {
  const name = 'SubjectIdentifierOfTheStudy';
  const namestr = Buffer.alloc(140);
  namestr.writeInt16BE(2, 0);
  namestr.writeInt16BE(4, 4);
  namestr.writeInt16BE(1, 6);
  namestr.write('SubjectI', 8);
  namestr.write('L'.repeat(40), 16);
  namestr.fill(' ', 56, 64);
  namestr.fill(' ', 72, 80);
  namestr.write(name.padEnd(32), 88);
  const texts = [
    name,
    'L'.repeat(60),
    ...(kind === 'LABELV9' ? ['$LONGFORMATNAME4.', '$LONGINFORMAT4.'] : []),
  ];
  const lengths = Buffer.alloc(2 + texts.length * 2);
  lengths.writeUInt16BE(1, 0);
  for (const [index, text] of texts.entries()) lengths.writeUInt16BE(text.length, 2 + index * 2);
  return Buffer.concat([
    heading('LIBV8'),
    LIBRARY.subarray(RECORD),
    heading('MEMBV8', '000000000000000001600000000140'),
    heading('DSCPTV8'),
    line(`SAS     ${'SubjectsOfTheStudy'.padEnd(32)}SASDATA 9.4     Linux   ${STAMP}`),
    line(`${STAMP.padEnd(32)}${'A label'.padEnd(40)}`),
    heading('NAMSTV8', '000000000100000000000000000000'),
    padded(namestr),
    heading(kind, '1'),
    padded(Buffer.concat([lengths, Buffer.from(texts.join(''))])),
    heading('OBSV8', announced === undefined ? undefined : String(announced).padStart(15)),
    padded(rows),
  ]);
};
