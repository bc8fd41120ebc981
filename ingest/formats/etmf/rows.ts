import type { RowSink, TableShape } from '../reader.ts';
import type { XmlElement } from '../xml/tree.ts';
import { bare, leavesOf, type Taker, taker } from './leaf.ts';

/** What a transfer says of itself and of its study, which every row repeats. */
export interface Transfer {
  readonly transferId: string | null;
  readonly studyId: string | null;
}

const VERSIONS = new Set(['version', 'documentversion', 'objectversion']);
const AUDITS = new Set(['audit', 'auditrecord', 'auditevent', 'audittrail', 'signature']);

const isVersion = (element: XmlElement): boolean => VERSIONS.has(bare(element.name.name));
export const isAudit = (name: string): boolean => AUDITS.has(bare(name));

/** Columns and the names that their value may stand under. The specification's own names are unverified, so sets are wide. */
const DOCUMENT: Readonly<Record<string, readonly string[]>> = {
  document_id: [
    '@id',
    '@objectid',
    '@uniqueid',
    '@oid',
    'id',
    'objectid',
    'uniqueid',
    'documentid',
  ],
  document_number: ['@number', 'documentnumber', 'number'],
  document_name: ['@name', 'name', 'title', 'documentname', 'documenttitle', '@title'],
  artifact_number: [
    'artifact@number',
    'artifactnumber',
    '@artifactnumber',
    'artifact@id',
    'artifact',
  ],
  artifact_name: ['artifact@name', 'artifactname', '@artifactname'],
  sub_artifact: ['subartifact@name', 'subartifact', 'subartifactname', '@subartifact'],
  level: ['@level', 'level', 'tmflevel', '@tmflevel'],
  country: ['country@code', 'country@id', 'country', '@country', 'countrycode', '@countryid'],
  site_id: ['site@id', 'site@number', 'site', '@site', 'siteid', '@siteid', 'sitenumber'],
  person_id: ['person@id', 'personid', '@personid'],
  person_name: ['person@name', 'person', 'personname', '@person'],
  milestone: ['milestone@name', 'milestone', '@milestone'],
  document_date: ['documentdate', '@documentdate', 'date'],
  event_date: ['eventdate', '@eventdate'],
  filed_date: ['fileddate', '@fileddate', 'uploaddate', 'createddate', '@createddate'],
  expiry_date: ['expirydate', '@expirydate', 'expirationdate', '@expirationdate'],
  protocol_version: ['protocolversion', '@protocolversion'],
  quality_check_date: ['qualitycheck@date', 'qcdate', '@qcdate'],
  quality_check_result: ['qualitycheck@result', 'qcresult', '@qcresult'],
};

const VERSION: Readonly<Record<string, readonly string[]>> = {
  version: ['@number', '@version', 'number', 'versionnumber', '@id', ''],
  status: ['@status', 'status', 'state', '@state'],
  finalised_date: [
    '@finalised',
    '@finalized',
    'finalised',
    'finalized',
    'finaliseddate',
    'finalizeddate',
    '@finaliseddate',
  ],
  file_path: ['file@path', 'file@name', 'file/name', 'file/path', 'filename', 'path', 'file'],
  file_size: ['file@size', 'file/size', 'size', '@size'],
  checksum_type: [
    'file@checksumtype',
    'file/checksumtype',
    'checksumtype',
    'file/checksum@type',
    'checksum@type',
  ],
  checksum: ['file@checksum', 'file/checksum', 'checksum', '@checksum', 'file@sha256', 'sha256'],
};

const AUDIT: Readonly<Record<string, readonly string[]>> = {
  action: ['@action', 'action', '@type', 'type', '@event', 'event', 'meaning', '@meaning'],
  date: ['@date', 'date', '@timestamp', 'timestamp', '@datetime', 'datetime', '@time'],
  user: ['@user', 'user', '@userid', 'userid', '@by', 'by', 'username', 'signer', '@signer'],
  reason: ['@reason', 'reason', '@reasonforchange', 'reasonforchange', 'comment'],
};

const KEY = ['transfer_id', 'study_id'] as const;

export const ETMF_TABLES: readonly TableShape[] = [
  {
    name: 'transfer',
    columns: [
      ...KEY,
      'created',
      'specification_version',
      'reference_model',
      'reference_model_version',
      'study_name',
      'objects_announced',
      'objects',
      'ext',
    ],
  },
  {
    name: 'document',
    columns: [...KEY, ...Object.keys(DOCUMENT), ...Object.keys(VERSION), 'versions', 'ext'],
  },
  {
    name: 'document_version',
    columns: [...KEY, 'document_id', 'sequence', ...Object.keys(VERSION), 'ext'],
  },
  { name: 'object_metadata', columns: [...KEY, 'document_id', 'sequence', 'path', 'value'] },
  { name: 'audit', columns: [...KEY, 'document_id', 'sequence', ...Object.keys(AUDIT), 'ext'] },
];

const cellsBy = (names: Readonly<Record<string, readonly string[]>>, { take }: Taker) =>
  Object.values(names).map((keys) => take(...keys));

/** Whether an element only holds others: a list of records, not a record. */
const isList = ({ attributes, children, text }: XmlElement): boolean =>
  children.length > 0 &&
  Object.keys(attributes).length === 0 &&
  text.trim() === '' &&
  children.every((one) => one.text.trim() === '');

const auditsIn = (element: XmlElement): readonly XmlElement[] =>
  element.children.flatMap((child) => {
    const inner = auditsIn(child);
    if (!isAudit(child.name.name) || inner.length > 0) return inner;
    return isList(child) ? child.children : [child];
  });

/** A row of one audit record or signature; `documentId` is null where it belongs to the transfer. */
export const writeAudit = (
  transfer: Transfer,
  documentId: string | null,
  sequence: number,
  record: XmlElement,
  sink: RowSink,
): void => {
  const left = taker(leavesOf(record));
  const cells = cellsBy(AUDIT, left);
  const key = [transfer.transferId, transfer.studyId, documentId, String(sequence)];
  sink.write('audit', [...key, ...cells, left.rest()]);
};

/** Rows of one object: the document with its last version, every version, audit records, and all it says by path. */
export const writeObject = (transfer: Transfer, object: XmlElement, sink: RowSink): void => {
  const key = [transfer.transferId, transfer.studyId];
  const own = taker(leavesOf(object, (child) => isVersion(child) || isAudit(child.name.name)));
  const cells = cellsBy(DOCUMENT, own);
  const [documentId = null] = cells;
  if (documentId === null) {
    const delivered = leavesOf(object).map(({ path, value }) => [path, value]);
    sink.refuse('document', 'malformed_row', JSON.stringify(delivered));
    return;
  }
  const versions = object.children.filter(isVersion);
  const rows = versions.map((version) => {
    const left = taker(leavesOf(version, (child) => isAudit(child.name.name)));
    return { cells: cellsBy(VERSION, left), ext: left.rest() };
  });
  rows.forEach((row, index) => {
    sink.write('document_version', [...key, documentId, String(index + 1), ...row.cells, row.ext]);
  });
  const last = rows.at(-1)?.cells ?? cellsBy(VERSION, own);
  sink.write('document', [...key, ...cells, ...last, String(rows.length), own.rest()]);
  leavesOf(object).forEach(({ path, value }, index) => {
    sink.write('object_metadata', [...key, documentId, String(index + 1), path, value]);
  });
  auditsIn(object).forEach((record, index) => {
    writeAudit(transfer, documentId, index + 1, record, sink);
  });
};
