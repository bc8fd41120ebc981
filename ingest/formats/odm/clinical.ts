import { LEVELS } from './context.ts';
import { AUDIT_RECORD, type Element, element, type Written } from './element.ts';
import { ANNOTATION, NOTES, SIGNATURE } from './note.ts';

const TYPES = [
  'Any',
  'Boolean',
  'String',
  'Integer',
  'Float',
  'Double',
  'Date',
  'Time',
  'Datetime',
  'HexBinary',
  'Base64Binary',
  'HexFloat',
  'Base64Float',
  'PartialDate',
  'PartialTime',
  'PartialDatetime',
  'DurationDatetime',
  'IntervalDatetime',
  'IncompleteDatetime',
  'IncompleteDate',
  'IncompleteTime',
  'URI',
] as const;

const ITEM = {
  table: 'item',
  role: 'item',
  level: LEVELS.item,
  audit: true,
  columns: [
    'value',
    'value_given',
    'value_stated',
    'value_index',
    'value_type',
    'is_null',
    'null_reason',
    'measurement_unit_oid',
  ],
  cells: {
    ItemOID: 'item_oid',
    'oc:ItemName': 'item_name',
    IsNull: 'is_null',
    'oc:ReasonForNull': 'null_reason',
  },
  children: {
    ...NOTES,
    MeasurementUnitRef: { attribute: 'MeasurementUnitOID', to: 'measurement_unit_oid' },
    Value: { text: 'value', isEach: true },
  },
} as const;

const itemData = element({ ...ITEM, cells: { ...ITEM.cells, Value: 'value' } });

const typedItemData = (type: string): Element =>
  element({ ...ITEM, text: 'value', constants: { value_type: type } });

const ITEMS: Readonly<Record<string, Written>> = {
  ItemData: itemData,
  ...Object.fromEntries(TYPES.map((type) => [`ItemData${type}`, typedItemData(type)])),
};

const FORM = {
  table: 'form',
  role: 'form',
  level: LEVELS.form,
  audit: true,
  columns: [
    'form_status',
    'form_version',
    'interviewer_name',
    'interview_date',
    'archive_layout_oid',
  ],
} as const;

const itemGroupData = (): Element => {
  const formAsGroup = element({
    ...FORM,
    cells: { ItemGroupOID: 'form_oid', ItemGroupRepeatKey: 'form_repeat_key' },
    children: NOTES,
  });
  const group = element({
    table: 'item_group',
    role: 'itemGroup',
    level: LEVELS.itemGroup,
    audit: true,
    columns: ['item_group_name', 'removed', 'item_group_data_seq'],
    cells: {
      ItemGroupOID: 'item_group_oid',
      ItemGroupRepeatKey: 'item_group_repeat_key',
      ItemGroupDataSeq: 'item_group_data_seq',
      'mdsol:RecordId': 'record_id',
      'oc:ItemGroupName': 'item_group_name',
      'oc:Removed': 'removed',
    },
    children: { ...NOTES, ...ITEMS },
    asForm: formAsGroup,
  });
  const nested = { kind: 'element', element: group } as const;
  group.children.set('ItemGroupData', nested);
  for (const [name, child] of group.children) formAsGroup.children.set(name, child);
  return group;
};

const group = itemGroupData();

const form = element({
  ...FORM,
  cells: {
    FormOID: 'form_oid',
    FormRepeatKey: 'form_repeat_key',
    'mdsol:DataPageId': 'form_page_id',
    'mdsol:DataPageName': 'form_page_name',
    'oc:FormName': 'form_page_name',
    'oc:Version': 'form_version',
    'oc:FormLayoutName': 'form_version',
    'oc:InterviewerName': 'interviewer_name',
    'oc:InterviewDate': 'interview_date',
    'oc:Status': 'form_status',
  },
  children: {
    ...NOTES,
    ArchiveLayoutRef: { attribute: 'ArchiveLayoutOID', to: 'archive_layout_oid' },
    ItemGroupData: group,
  },
});

const event = element({
  table: 'event',
  level: LEVELS.event,
  audit: true,
  columns: [
    'event_status',
    'event_end_date',
    'event_location',
    'subject_age_at_event',
    'instance_overdue',
    'window_start',
    'window_end',
    'unique_event_name',
  ],
  cells: {
    StudyEventOID: 'event_oid',
    StudyEventRepeatKey: 'event_repeat_key',
    'mdsol:InstanceId': 'event_instance_id',
    'mdsol:InstanceName': 'event_instance_name',
    'mdsol:InstanceOverdue': 'instance_overdue',
    'mdsol:InstanceStartWindow': 'window_start',
    'mdsol:InstanceEndWindow': 'window_end',
    'oc:EventName': 'event_instance_name',
    'oc:StudyEventLocation': 'event_location',
    'oc:StartDate': 'event_date',
    'oc:EndDate': 'event_end_date',
    'oc:Status': 'event_status',
    'oc:SubjectAgeAtEvent': 'subject_age_at_event',
    'redcap:UniqueEventName': 'unique_event_name',
  },
  children: { ...NOTES, FormData: form, ItemGroupData: group },
});

const subjectGroup = element({
  table: 'subject_group',
  within: LEVELS.subject,
  columns: ['group_class_id', 'group_class_name', 'group_name'],
  cells: {
    'oc:StudyGroupClassID': 'group_class_id',
    'oc:StudyGroupClassName': 'group_class_name',
    'oc:StudyGroupName': 'group_name',
    StudyGroupClassID: 'group_class_id',
    StudyGroupClassName: 'group_class_name',
    StudyGroupName: 'group_name',
  },
});

const subject = element({
  table: 'subject',
  role: 'subject',
  level: LEVELS.subject,
  audit: true,
  columns: [
    'subject_key_type',
    'subject_status',
    'subject_unique_id',
    'subject_secondary_id',
    'year_of_birth',
    'date_of_birth',
    'sex',
    'enrollment_date',
    'investigator_user_oid',
  ],
  cells: {
    SubjectKey: 'subject_key',
    'mdsol:SubjectKeyType': 'subject_key_type',
    'mdsol:SubjectName': 'subject_name',
    'mdsol:Status': 'subject_status',
    'oc:StudySubjectID': 'subject_name',
    'oc:UniqueIdentifier': 'subject_unique_id',
    'oc:SecondaryID': 'subject_secondary_id',
    'oc:Status': 'subject_status',
    'oc:YearOfBirth': 'year_of_birth',
    'oc:DateOfBirth': 'date_of_birth',
    'oc:Sex': 'sex',
    'oc:EnrollmentDate': 'enrollment_date',
  },
  children: {
    ...NOTES,
    InvestigatorRef: { attribute: 'UserOID', to: 'investigator_user_oid' },
    SiteRef: { attribute: 'LocationOID', to: 'site_oid' },
    StudyEventData: event,
    FormData: form,
    ItemGroupData: group,
    'oc:SubjectGroupData': subjectGroup,
  },
});

const auditRecord = element({
  table: 'audit_record',
  within: LEVELS.clinical,
  audit: true,
  cells: AUDIT_RECORD.cells,
  children: AUDIT_RECORD.through,
});

const clinicalData = (kind: string): Element =>
  element({
    table: 'clinical_data',
    spills: true,
    level: LEVELS.clinical,
    columns: ['kind'],
    constants: { kind },
    cells: {
      StudyOID: 'study_oid',
      MetaDataVersionOID: 'metadata_version_oid',
      'mdsol:AuditSubCategoryName': 'audit_sub_category',
    },
    children: {
      ...NOTES,
      SubjectData: subject,
      ItemGroupData: group,
      AuditRecords: { through: { AuditRecord: auditRecord } },
      Signatures: { through: { Signature: SIGNATURE } },
      Annotations: { through: { Annotation: ANNOTATION } },
    },
  });

/** Data of subjects, and of no subject. */
export const CLINICAL: Readonly<Record<string, Written>> = {
  ClinicalData: clinicalData('clinical'),
  ReferenceData: clinicalData('reference'),
};
