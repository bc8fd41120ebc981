import type { RowSink, TableShape } from '../reader.ts';
import type { XmlElement } from '../xml/tree.ts';
import { all, cellsOf, find, type Held, held, idOf, NO_ELEMENT, textIn } from './query.ts';

/** ACK.B.r.5 and ACK.A.3: a date on an attention line, by its keyword. */
const attention = (message: XmlElement, code: string): XmlElement | undefined =>
  find(
    all(message, 'attentionLine').find((each) =>
      all(each, 'keyWordText').some((word) => word.attributes.code === code),
    ),
    'value',
  );

const device = (message: XmlElement, side: string, root: number): Held =>
  held(idOf(find(message, side, 'device'), root), 'extension');

/** One acknowledged message. */
const messageOf = (message: XmlElement, batchNumber: string | null) => {
  const acknowledgement = find(message, 'acknowledgement');
  return {
    acknowledgement_batch_number: batchNumber,
    message_id: held(idOf(find(acknowledgement, 'targetMessage'), 1), 'extension'),
    code: held(acknowledgement, 'typeCode'),
    acknowledged_at: held(find(message, 'creationTime')),
    local_report_number: held(idOf(message, 19), 'extension'),
    sender: device(message, 'sender', 15),
    receiver: device(message, 'receiver', 16),
    message_created: held(attention(message, '1')),
    error_text: textIn(find(acknowledgement, 'acknowledgementDetail', 'text')),
  };
};

const BATCH_COLUMNS = [
  'acknowledgement_batch_number',
  'acknowledged_at',
  'batch_number',
  'code',
  'sender',
  'receiver',
  'local_message_number',
  'batch_transmitted',
  'error_text',
  'messages',
] as const;

/** Tables of an acknowledgement: of the whole batch and of each message. */
export const ACKNOWLEDGEMENT_TABLES: readonly TableShape[] = [
  { name: 'acknowledgement_batch', columns: [...BATCH_COLUMNS, 'null_flavors'] },
  {
    name: 'acknowledgement',
    columns: [...Object.keys(messageOf(NO_ELEMENT, null)), 'null_flavors'],
  },
];

/** A row of one acknowledged message (MCCI_IN000002UV01). */
export const writeAcknowledgement = (
  message: XmlElement,
  batchNumber: string | null,
  sink: RowSink,
): void => sink.write('acknowledgement', cellsOf(messageOf(message, batchNumber)));

/** The row of the batch, from the parts that stand around its messages. */
export const writeBatch = (parts: readonly XmlElement[], messages: number, sink: RowSink): void => {
  const batch: XmlElement = { ...NO_ELEMENT, children: [...parts] };
  const acknowledgement = find(batch, 'acknowledgement');
  const row: Record<(typeof BATCH_COLUMNS)[number], Held | string> = {
    acknowledgement_batch_number: held(idOf(batch, 20), 'extension'),
    acknowledged_at: held(find(batch, 'creationTime')),
    batch_number: held(idOf(find(acknowledgement, 'targetBatch'), 22), 'extension'),
    code: held(acknowledgement, 'typeCode'),
    sender: device(batch, 'sender', 17),
    receiver: device(batch, 'receiver', 18),
    local_message_number: held(attention(batch, '2'), 'extension'),
    batch_transmitted: held(attention(batch, '3')),
    error_text: textIn(find(acknowledgement, 'acknowledgementDetail', 'text')),
    messages: String(messages),
  };
  sink.write('acknowledgement_batch', cellsOf(row));
};
