import { malformedFile } from '../../errors.ts';
import type { Format, RowSink, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { readXml } from '../xml/read.ts';
import { xmlRoot } from '../xml/root.ts';

const GESMES = 'http://www.gesmes.org/xml/2002-08-01';
const RATES = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref';

/** One row a day and currency: units of the currency for 1 EUR. */
const TABLE = { name: 'rate', columns: ['date', 'currency', 'rate'] } as const;

const readRates = async (file: Unpacked, sink: RowSink): Promise<void> => {
  let date: string | undefined;
  let rates = 0;
  await readXml(file, {
    open: ({ namespace, name }, { time, currency, rate }) => {
      if (namespace !== RATES || name !== 'Cube') return;
      if (time !== undefined) date = time;
      if (currency === undefined && rate === undefined) return;
      rates += 1;
      if (date === undefined || !currency || !rate)
        sink.refuse(TABLE.name, 'malformed_row', JSON.stringify({ time: date, currency, rate }));
      else sink.write(TABLE.name, [date, currency, rate]);
    },
    close: () => undefined,
    room: () => sink.room(),
  });
  if (rates === 0) throw malformedFile(file.label, 'holds no rate');
};

/** Euro reference rates of the European Central Bank as XML, daily or a history. */
export const ecb: Format = {
  name: 'ecb',
  claims: (head) => {
    const root = xmlRoot(head);
    return root?.namespace === GESMES && root.name === 'Envelope' && head.text.includes(RATES);
  },
  open: async (file, head): Promise<StructuredFile> => ({
    format: 'ecb',
    traits: { encoding: xmlEncoding(head.bytes, file.label) },
    tables: [TABLE],
    read: (sink) => readRates(file, sink),
  }),
};
