import { LEVELS } from './context.ts';
import { element, type Written } from './element.ts';
import { FLAG } from './role.ts';

/**
 * Queries of all vendors. `record_kind` is `event` (something that happened to a query: Rave, a note within an OpenClinica
 * thread) or `state` (how a query stands: ODM 2.0, the thread itself), so that nobody counts a query twice.
 */
const COLUMNS = [
  'record_kind',
  'query_id',
  'query_name',
  'query_type',
  'query_status',
  'query_source',
  'query_target',
  'query_text',
  'query_detail',
  'query_response',
  'created_date',
  'answered_date',
  'closed_date',
  'updated_date',
  'user_oid',
  'user_name',
  'note_index',
  'note_count',
] as const;

const ANYWHERE = { within: LEVELS.item, audit: true, isAudited: true } as const;

const raveQuery = element({
  ...ANYWHERE,
  role: 'queryEvent',
  table: 'query',
  columns: COLUMNS,
  constants: { record_kind: 'event' },
  cells: {
    QueryRepeatKey: 'query_id',
    Value: 'query_text',
    Status: 'query_status',
    Recipient: 'query_target',
    Response: 'query_response',
  },
});

export const QUERY = element({
  ...ANYWHERE,
  table: 'query',
  columns: COLUMNS,
  constants: { record_kind: 'state' },
  cells: {
    OID: 'query_id',
    Name: 'query_name',
    Source: 'query_source',
    Target: 'query_target',
    Type: 'query_type',
    State: 'query_status',
    LastUpdateDatetime: 'updated_date',
  },
  children: { Value: { text: 'query_text' } },
});

/** Attributes of a vendor's element, which are written with or without the vendor's prefix. */
const eitherWay = (prefix: string, cells: Readonly<Record<string, string>>) => ({
  ...cells,
  ...Object.fromEntries(
    Object.entries(cells).map(([attribute, column]) => [`${prefix}:${attribute}`, column]),
  ),
});

const childNote = element({
  ...ANYWHERE,
  table: 'query',
  role: 'childNote',
  columns: COLUMNS,
  constants: { record_kind: 'event' },
  cells: eitherWay('oc', {
    Status: 'query_status',
    DateCreated: 'created_date',
    UserName: 'user_name',
  }),
  children: {
    'oc:Description': { text: 'query_text' },
    'oc:DetailedNote': { text: 'query_detail' },
    UserRef: { attribute: 'UserOID', to: 'user_oid' },
  },
});

const discrepancyNote = element({
  ...ANYWHERE,
  table: 'query',
  columns: COLUMNS,
  constants: { record_kind: 'state' },
  cells: eitherWay('oc', {
    ID: 'query_id',
    Status: 'query_status',
    NoteType: 'query_type',
    DateUpdated: 'updated_date',
    EntityName: 'query_name',
    NumberOfChildNotes: 'note_count',
  }),
  children: { 'oc:ChildNote': childNote },
});

const auditLog = element({
  within: LEVELS.item,
  table: 'audit_log',
  columns: [
    'audit_log_id',
    'audit_type',
    'user_oid',
    'user_name',
    'user_full_name',
    'audit_datetime',
    'reason',
    'old_value',
    'new_value',
    'value_type',
    'details',
  ],
  cells: eitherWay('oc', {
    ID: 'audit_log_id',
    AuditType: 'audit_type',
    Type: 'audit_type',
    UserID: 'user_oid',
    UserName: 'user_name',
    Name: 'user_full_name',
    DateTimeStamp: 'audit_datetime',
    ReasonForChange: 'reason',
    OldValue: 'old_value',
    NewValue: 'new_value',
    ValueType: 'value_type',
    Details: 'details',
  }),
});

const raveComment = element({
  ...ANYWHERE,
  table: 'comment',
  columns: ['comment_id', 'comment'],
  cells: { CommentRepeatKey: 'comment_id', Value: 'comment' },
});

const protocolDeviation = element({
  ...ANYWHERE,
  table: 'protocol_deviation',
  columns: ['deviation_id', 'deviation_class', 'deviation_code', 'deviation_status', 'deviation'],
  cells: {
    ProtocolDeviationRepeatKey: 'deviation_id',
    Class: 'deviation_class',
    Code: 'deviation_code',
    Status: 'deviation_status',
    Value: 'deviation',
  },
});

const flag = element({
  role: 'flag',
  columns: FLAG,
  children: {
    FlagValue: { text: 'value', cells: { CodeListOID: 'value_code_list_oid' } },
    FlagType: { text: 'type', cells: { CodeListOID: 'type_code_list_oid' } },
  },
});

export const ANNOTATION = element({
  within: LEVELS.item,
  table: 'annotation',
  role: 'annotation',
  columns: ['annotation_id', 'seq_num', 'comment', 'comment_source', 'flags'],
  cells: { ID: 'annotation_id', SeqNum: 'seq_num' },
  children: {
    Comment: { text: 'comment', cells: { SponsorOrSite: 'comment_source' } },
    Flag: flag,
  },
});

export const SIGNATURE = element({
  within: LEVELS.item,
  table: 'signature',
  columns: ['signature_id', 'signature_oid', 'user_oid', 'location_oid', 'signed_datetime'],
  cells: { ID: 'signature_id' },
  children: {
    UserRef: { attribute: 'UserOID', to: 'user_oid' },
    LocationRef: { attribute: 'LocationOID', to: 'location_oid' },
    SignatureRef: { attribute: 'SignatureOID', to: 'signature_oid' },
    DateTimeStamp: { text: 'signed_datetime' },
  },
});

/** What may stand in any element of clinical data. */
export const NOTES: Readonly<Record<string, Written>> = {
  Annotation: ANNOTATION,
  Signature: SIGNATURE,
  Query: QUERY,
  'mdsol:Query': raveQuery,
  'mdsol:Comment': raveComment,
  'mdsol:ProtocolDeviation': protocolDeviation,
  'oc:DiscrepancyNotes': {
    cells: eitherWay('oc', { EntityID: '' }),
    through: { 'oc:DiscrepancyNote': discrepancyNote },
  },
  'oc:AuditLogs': {
    cells: eitherWay('oc', { EntityID: '' }),
    through: { 'oc:AuditLog': auditLog },
  },
};
