import { malformedFile } from '../../errors.ts';
import type { FileHead, Format, RowSink, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import type { XmlAttributes } from '../xml/name.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { readXml } from '../xml/read.ts';
import { xmlRoot } from '../xml/root.ts';
import { treeHandler } from '../xml/tree.ts';
import { bare, type Leaf, taker } from './leaf.ts';
import { ETMF_TABLES, isAudit, type Transfer, writeAudit, writeObject } from './rows.ts';

const ROOTS = new Set([
  'batch',
  'exchange',
  'etmfexchange',
  'ems',
  'etmf',
  'transfer',
  'tmfexchange',
]);
const OBJECTS = new Set([
  'object',
  'document',
  'tmfobject',
  'tmfdocument',
  'documentobject',
  'item',
]);

const isExchange = (head: FileHead): boolean => {
  const root = xmlRoot(head);
  if (!root || !ROOTS.has(bare(root.name))) return false;
  return /<(?:[\w.-]+:)?(?:\w*artifact)/i.test(head.text) || /artifact\w*\s*=/i.test(head.text);
};

/** Attributes outside the objects as leaves: `batch@created`, `study@id`. */
const outsideLeaves = (name: string, attributes: XmlAttributes) =>
  Object.entries(attributes).map(([attribute, value]) => {
    const path = `${name}@${attribute.replace(/^\{[^}]*\}/, '')}`;
    return { path, key: bare(path), value: value ?? '' };
  });

const MOST_OUTSIDE = 10_000;

const readExchange = async (file: Unpacked, root: string, sink: RowSink): Promise<void> => {
  const outside: Leaf[] = [];
  const at = bare(root);
  let objects = 0;
  let audits = 0;
  const valueAt = (...keys: readonly string[]): string | null =>
    outside.find((each) => keys.includes(each.key))?.value ?? null;
  const transfer = (): Transfer => ({
    transferId: valueAt(`${at}@transferid`, `${at}@id`, `${at}@batchid`, 'transferid'),
    studyId: valueAt(
      'study@id',
      'study@studyid',
      'study@number',
      'studyid',
      'study',
      `${at}@studyid`,
      `${at}@study`,
    ),
  });
  const keep = (leaves: readonly Leaf[]): void => {
    if (outside.length > MOST_OUTSIDE)
      throw malformedFile(file.label, 'holds more outside its objects than a transfer does');
    outside.push(...leaves);
  };
  const handler = treeHandler(file.label, {
    isTree: ({ name }, depth) => depth > 0 && (OBJECTS.has(bare(name)) || isAudit(name)),
    tree: (element) => {
      if (isAudit(element.name.name)) {
        audits += 1;
        writeAudit(transfer(), null, audits, element, sink);
      } else {
        objects += 1;
        writeObject(transfer(), element, sink);
      }
    },
    outside: ({ name }, attributes) => keep(outsideLeaves(name, attributes)),
    outsideText: ({ name }, text) => keep([{ path: name, key: bare(name), value: text }]),
    room: () => sink.room(),
  });
  await readXml(file, handler);
  const { transferId, studyId } = transfer();
  const { take, rest } = taker(outside);
  take(`${at}@transferid`, `${at}@id`, `${at}@batchid`, 'transferid');
  take(
    'study@id',
    'study@studyid',
    'study@number',
    'studyid',
    'study',
    `${at}@studyid`,
    `${at}@study`,
  );
  sink.write('transfer', [
    transferId,
    studyId,
    take(`${at}@created`, `${at}@createddate`, `${at}@date`),
    take(`${at}@specificationversion`, `${at}@version`),
    take('study@referencemodel', `${at}@referencemodel`),
    take('study@referencemodelversion', `${at}@referencemodelversion`),
    take('study@name', 'study@title', 'studyname'),
    take(`${at}@objects`, `${at}@count`),
    String(objects),
    rest(),
  ]);
};

/**
 * The exchange.xml of a CDISC eTMF exchange mechanism transfer. Element names of the specification could not be verified,
 * so documents are told by sets of names without regard to case and namespace, and whatever has no column is in `ext` and,
 * by path, in `object_metadata`.
 */
export const etmf: Format = {
  name: 'etmf',
  claims: isExchange,
  open: async (file, head): Promise<StructuredFile> => {
    const root = xmlRoot(head);
    const version = root?.attributes.specificationVersion;
    return {
      format: 'etmf',
      traits: {
        specification_version: version ?? 'unknown',
        encoding: xmlEncoding(head.bytes, file.label),
      },
      tables: ETMF_TABLES,
      read: (sink) => readExchange(file, root?.name ?? '', sink),
    };
  },
};
