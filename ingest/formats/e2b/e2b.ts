import { malformedFile, unsupportedFormat } from '../../errors.ts';
import type { Format, RowSink, StructuredFile, TableShape } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import type { XmlAttributes, XmlName } from '../xml/name.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { readXml } from '../xml/read.ts';
import { xmlRoot } from '../xml/root.ts';
import { treeHandler, type XmlElement } from '../xml/tree.ts';
import { ACKNOWLEDGEMENT_TABLES, writeAcknowledgement, writeBatch } from './acknowledgement.ts';
import { CASE_TABLES, writeCase } from './case.ts';
import { HL7, idRoot } from './query.ts';

type Message = 'icsr' | 'acknowledgement';

const ROOTS: Readonly<Record<string, Message>> = {
  MCCI_IN200100UV01: 'icsr',
  MCCI_IN200101UV01: 'acknowledgement',
};

/** E2B(R2), in the DTD of ICH, and its acknowledgement. */
const R2 = new Set(['ichicsr', 'ichicsrack', 'ichicsrmessage']);

/** Documents, narrative and comments: never held, only measured. */
const countsText = (name: XmlName, attributes: XmlAttributes, parent: XmlElement): boolean => {
  if (attributes.representation === 'B64') return true;
  if (name.name === 'text') return ['investigationEvent', 'document'].includes(parent.name.name);
  return name.name === 'value' && parent.name.name === 'observationEvent' && isFreeText(attributes);
};

const XSI_TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type';

const isFreeText = (attributes: XmlAttributes): boolean =>
  /^(?:\w+:)?(ED|ST)$/.test(attributes[XSI_TYPE] ?? '');

const idIn = (parts: readonly XmlElement[], name: string, root: number): string | null => {
  const ids = parts
    .filter((each) => each.name.name === name)
    .flatMap((each) => (name === 'id' ? [each] : each.children.flatMap((inner) => inner.children)));
  return ids.find((each) => each.attributes.root === idRoot(root))?.attributes.extension ?? null;
};

const timeIn = (parts: readonly XmlElement[]): string | null =>
  parts.find((each) => each.name.name === 'creationTime')?.attributes.value ?? null;

/** Messages become trees one at a time; the batch's own parts, small ones, are kept until its end. */
const readBatch = async (
  file: Unpacked,
  message: string,
  write: (tree: XmlElement, parts: readonly XmlElement[], place: number) => void,
  sink: RowSink,
): Promise<{ parts: readonly XmlElement[]; messages: number }> => {
  const parts: XmlElement[] = [];
  let messages = 0;
  const handler = treeHandler(file.label, {
    isTree: (_, depth) => depth === 1,
    countsText,
    tree: (element) => {
      if (element.name.namespace !== HL7) return;
      if (element.name.name === message) {
        messages += 1;
        write(element, parts, messages);
      } else if (parts.length < MOST_PARTS) parts.push(element);
      else throw malformedFile(file.label, 'holds more than a batch of messages has');
    },
    room: () => sink.room(),
  });
  await readXml(file, handler);
  return { parts, messages };
};

const MOST_PARTS = 1_000;

const readCases = async (file: Unpacked, sink: RowSink): Promise<void> => {
  const write = (tree: XmlElement, parts: readonly XmlElement[], place: number) =>
    writeCase(tree, { number: idIn(parts, 'id', 22), transmitted: timeIn(parts) }, place, sink);
  const { parts, messages } = await readBatch(file, 'PORR_IN049016UV', write, sink);
  sink.write('batch', [
    idIn(parts, 'id', 22),
    timeIn(parts),
    idIn(parts, 'sender', 13),
    idIn(parts, 'receiver', 14),
    String(messages),
  ]);
};

const readAcknowledgements = async (file: Unpacked, sink: RowSink): Promise<void> => {
  const write = (tree: XmlElement, parts: readonly XmlElement[]) =>
    writeAcknowledgement(tree, idIn(parts, 'id', 20), sink);
  const { parts, messages } = await readBatch(file, 'MCCI_IN000002UV01', write, sink);
  writeBatch(parts, messages, sink);
};

const READ: Readonly<
  Record<
    Message,
    { tables: readonly TableShape[]; read(file: Unpacked, sink: RowSink): Promise<void> }
  >
> = {
  icsr: { tables: CASE_TABLES, read: readCases },
  acknowledgement: { tables: ACKNOWLEDGEMENT_TABLES, read: readAcknowledgements },
};

/**
 * ICH E2B(R3): batches of individual case safety reports and their acknowledgements, one case in memory at a time. Dates
 * are HL7 time stamps as delivered, often truncated; a null flavour in place of a value stands in `null_flavors`, by
 * column. Narrative, comments and attached documents are measured and never held; elements without a column stay in the
 * original. Trait `message`: icsr or acknowledgement. E2B(R2) is recognised and refused.
 */
export const e2b: Format = {
  name: 'e2b',
  claims: (head) => {
    const root = xmlRoot(head);
    return (
      root !== undefined &&
      (R2.has(root.name) || (root.namespace === HL7 && ROOTS[root.name] !== undefined))
    );
  },
  open: async (file, head): Promise<StructuredFile> => {
    const message = ROOTS[xmlRoot(head)?.name ?? ''];
    if (message === undefined)
      throw unsupportedFormat(
        file.label,
        'is E2B(R2), whose elements are others than those of E2B(R3); convert it to R3 first',
      );
    const { tables, read } = READ[message];
    const encoding = xmlEncoding(head.bytes, file.label);
    return {
      format: 'e2b',
      traits: { e2b_version: 'R3', message, encoding },
      tables,
      read: (sink) => read(file, sink),
    };
  },
};
