/**
 * What an ODM row stands in, outermost first. `study_code` is the OID of the study without the environment that Rave adds
 * in brackets (`X-1(Prod)` is `X-1`), or of the study whose metadata an OpenClinica site includes. A table of a level has the columns down to that level; one that may stand
 * anywhere (query, comment, annotation, signature ...) has them all, null below where it stands.
 */
export const CONTEXT = [
  'file_oid',
  'file_type',
  'creation_datetime',
  'as_of_datetime',
  'study_oid',
  'study_code',
  'metadata_version_oid',
  'audit_sub_category',
  'subject_key',
  'subject_name',
  'site_oid',
  'event_oid',
  'event_repeat_key',
  'event_instance_id',
  'event_instance_name',
  'event_date',
  'form_oid',
  'form_repeat_key',
  'form_page_id',
  'form_page_name',
  'item_group_oid',
  'item_group_repeat_key',
  'item_group_path',
  'record_id',
  'item_oid',
  'item_name',
] as const;

export type ContextColumn = (typeof CONTEXT)[number];

/** First and last-plus-one place in CONTEXT of what an element sets for all within it. */
export interface Level {
  readonly from: number;
  readonly to: number;
}

const level = (first: ContextColumn, next: ContextColumn | undefined): Level => ({
  from: CONTEXT.indexOf(first),
  to: next === undefined ? CONTEXT.length : CONTEXT.indexOf(next),
});

export const LEVELS = {
  file: level('file_oid', 'study_oid'),
  study: level('study_oid', 'metadata_version_oid'),
  version: level('metadata_version_oid', 'audit_sub_category'),
  clinical: level('study_oid', 'subject_key'),
  subject: level('subject_key', 'event_oid'),
  event: level('event_oid', 'form_oid'),
  form: level('form_oid', 'item_group_oid'),
  itemGroup: level('item_group_oid', 'item_oid'),
  item: level('item_oid', undefined),
} as const;
