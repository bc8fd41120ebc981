import { type Field, text } from '../field.ts';
import type { TableShape } from '../reader.ts';
import { CONDITION, CONSENT, ENCOUNTER, OBSERVATION } from './care.ts';
import { type Child, child } from './child.ts';
import { COMMON, ENTRY_COLUMNS } from './common.ts';
import { period, reference } from './field.ts';
import { PATIENT, PRACTITIONER, PRACTITIONER_ROLE } from './people.ts';
import { GROUP, LOCATION, ORGANIZATION } from './places.ts';
import { RESEARCH_STUDY, RESEARCH_STUDY_CHILDREN, STUDY_SUMMARY } from './research-study.ts';
import { RESEARCH_SUBJECT, RESEARCH_SUBJECT_CHILDREN, subjectState } from './research-subject.ts';

/** How one type of resource becomes rows: summaries look, children and fields take, what remains is `ext`. */
export interface ResourceTable {
  readonly name: string;
  readonly summary: readonly Field[];
  readonly fields: readonly Field[];
  readonly children: readonly Child[];
}

const table = (
  name: string,
  fields: readonly Field[],
  children: readonly Child[] = [],
  summary: readonly Field[] = [],
): ResourceTable => ({ name, summary, fields, children });

const MEMBER = child(
  'group_member',
  ['member'],
  'group_id',
  [],
  [reference('entity', 'entity'), period('period', 'period'), text('inactive', 'inactive')],
);

/** Tables of resource types, by type. */
export const RESOURCE_TABLES: ReadonlyMap<string, ResourceTable> = new Map([
  [
    'ResearchStudy',
    table('research_study', RESEARCH_STUDY, RESEARCH_STUDY_CHILDREN, STUDY_SUMMARY),
  ],
  [
    'ResearchSubject',
    table('research_subject', RESEARCH_SUBJECT, RESEARCH_SUBJECT_CHILDREN, [subjectState]),
  ],
  ['Patient', table('patient', PATIENT)],
  ['Encounter', table('encounter', ENCOUNTER)],
  ['Condition', table('condition', CONDITION)],
  ['Location', table('location', LOCATION)],
  ['Organization', table('organization', ORGANIZATION)],
  ['Practitioner', table('practitioner', PRACTITIONER)],
  ['PractitionerRole', table('practitioner_role', PRACTITIONER_ROLE)],
  ['Observation', table('observation', OBSERVATION)],
  ['Consent', table('consent', CONSENT)],
  ['Group', table('group', GROUP, [MEMBER])],
]);

/** Every other type: its common elements, all else in `ext`. */
export const OTHER_RESOURCE: ResourceTable = table('resource', [
  text('resource_type', 'resourceType'),
]);

const columnsOf = (of: ResourceTable): readonly string[] => [
  ...[...COMMON, ...of.summary, ...of.fields].flatMap((field) => field.columns),
  'ext',
  ...ENTRY_COLUMNS,
];

/** A resource that a server has deleted since the last export, or that a transaction asks to delete. */
export const DELETED_COLUMNS = ['resource_type', 'id', 'url', 'deleted_at', 'full_url'] as const;

/** A bundle's entry that holds no resource and deletes none: a response, a conditional request. */
export const ENTRY_WITHOUT_RESOURCE = ['full_url', 'request_method', 'request_url', 'ext'] as const;

export const FHIR_TABLES: readonly TableShape[] = [
  ...[...RESOURCE_TABLES.values(), OTHER_RESOURCE].flatMap((each) => [
    { name: each.name, columns: columnsOf(each) },
    ...each.children.map(({ name, columns }) => ({ name, columns })),
  ]),
  { name: 'deleted', columns: DELETED_COLUMNS },
  { name: 'bundle_entry', columns: ENTRY_WITHOUT_RESOURCE },
];

/** Files of a bulk export, as its manifest lists them; `kind` is output, deleted or error. */
export const MANIFEST_TABLE: TableShape = {
  name: 'export_file',
  columns: [
    'kind',
    'type',
    'url',
    'count',
    'transaction_time',
    'request',
    'requires_access_token',
    'ext',
  ],
};

/** Events of a bulk export's log. */
export const LOG_TABLE: TableShape = {
  name: 'export_event',
  columns: ['export_id', 'timestamp', 'event_id', 'event_detail', 'ext'],
};
