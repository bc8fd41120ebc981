import { type Field, foundAt, json, text } from '../field.ts';
import { cellText } from '../json-tree.ts';
import { items, take } from '../pluck.ts';
import type { TableShape } from '../reader.ts';

/** Texts of a list, joined. */
const joined = (column: string, path: string, separator: string): Field => ({
  columns: [column],
  take: (tree) => {
    const found = foundAt(tree, [path]);
    const texts = found ? items(take(tree, ...found)).map(cellText) : [];
    return [texts.filter((each) => each !== null).join(separator) || null];
  },
});

const P = 'protocolSection';
const ID = `${P}.identificationModule`;
const STATUS = `${P}.statusModule`;
const SPONSOR = `${P}.sponsorCollaboratorsModule`;
const DESIGN = `${P}.designModule`;

/** `<column>` and `<column>_type` (ACTUAL or ESTIMATED). */
const date = (column: string, struct: string): readonly Field[] => [
  text(column, `${STATUS}.${struct}.date`),
  text(`${column}_type`, `${STATUS}.${struct}.type`),
];

export const STUDY: readonly Field[] = [
  text('org_study_id', `${ID}.orgStudyIdInfo.id`),
  text('org_study_id_type', `${ID}.orgStudyIdInfo.type`),
  text('organization_name', `${ID}.organization.fullName`),
  text('organization_class', `${ID}.organization.class`),
  text('brief_title', `${ID}.briefTitle`),
  text('official_title', `${ID}.officialTitle`),
  text('acronym', `${ID}.acronym`),
  text('overall_status', `${STATUS}.overallStatus`),
  text('last_known_status', `${STATUS}.lastKnownStatus`),
  text('why_stopped', `${STATUS}.whyStopped`),
  text('status_verified_date', `${STATUS}.statusVerifiedDate`),
  ...date('start_date', 'startDateStruct'),
  ...date('primary_completion_date', 'primaryCompletionDateStruct'),
  ...date('completion_date', 'completionDateStruct'),
  text('first_submit_date', `${STATUS}.studyFirstSubmitDate`),
  ...date('first_post_date', 'studyFirstPostDateStruct'),
  text('results_first_submit_date', `${STATUS}.resultsFirstSubmitDate`),
  ...date('results_first_post_date', 'resultsFirstPostDateStruct'),
  text('last_update_submit_date', `${STATUS}.lastUpdateSubmitDate`),
  ...date('last_update_post_date', 'lastUpdatePostDateStruct'),
  text('lead_sponsor_name', `${SPONSOR}.leadSponsor.name`),
  text('lead_sponsor_class', `${SPONSOR}.leadSponsor.class`),
  text('responsible_party_type', `${SPONSOR}.responsibleParty.type`),
  json('responsible_party', `${SPONSOR}.responsibleParty`),
  text('study_type', `${DESIGN}.studyType`),
  joined('phases', `${DESIGN}.phases`, ', '),
  text('allocation', `${DESIGN}.designInfo.allocation`),
  text('intervention_model', `${DESIGN}.designInfo.interventionModel`),
  text('primary_purpose', `${DESIGN}.designInfo.primaryPurpose`),
  text('masking', `${DESIGN}.designInfo.maskingInfo.masking`),
  text('enrollment_count', `${DESIGN}.enrollmentInfo.count`),
  text('enrollment_type', `${DESIGN}.enrollmentInfo.type`),
  joined('conditions', `${P}.conditionsModule.conditions`, '; '),
  joined('keywords', `${P}.conditionsModule.keywords`, '; '),
  text('sex', `${P}.eligibilityModule.sex`),
  text('minimum_age', `${P}.eligibilityModule.minimumAge`),
  text('maximum_age', `${P}.eligibilityModule.maximumAge`),
  text('healthy_volunteers', `${P}.eligibilityModule.healthyVolunteers`),
  text('eligibility_criteria', `${P}.eligibilityModule.eligibilityCriteria`),
  text('brief_summary', `${P}.descriptionModule.briefSummary`),
  text('detailed_description', `${P}.descriptionModule.detailedDescription`),
  text('has_results', 'hasResults'),
  json('central_contacts', `${P}.contactsLocationsModule.centralContacts`),
  json('overall_officials', `${P}.contactsLocationsModule.overallOfficials`),
];

/** A list of a study that becomes a table of its own: rows lead with the NCT number and the place from 1. */
export interface ListTable {
  readonly name: string;
  readonly path: readonly string[];
  readonly fields: readonly Field[];
  /** What the rows of this path are, where several paths fill the table. */
  readonly role?: string;
}

const PARTY: readonly Field[] = [text('name', 'name'), text('class', 'class')];

const IDENTIFIER: readonly Field[] = [
  text('identifier', 'id', 'identifier'),
  text('type', 'type'),
  text('domain', 'domain'),
  text('link', 'link'),
];

/** Contact persons stand in a column of their own. */
const LOCATION: readonly Field[] = [
  text('facility', 'facility'),
  text('status', 'status'),
  text('city', 'city'),
  text('state', 'state'),
  text('zip', 'zip'),
  text('country', 'country'),
  text('latitude', 'geoPoint.lat'),
  text('longitude', 'geoPoint.lon'),
  json('contacts', 'contacts'),
];

const ARM: readonly Field[] = [
  text('label', 'label'),
  text('type', 'type'),
  text('description', 'description'),
  joined('intervention_names', 'interventionNames', '; '),
];

export const LISTS: readonly ListTable[] = [
  { name: 'location', path: [P, 'contactsLocationsModule', 'locations'], fields: LOCATION },
  { name: 'arm', path: [P, 'armsInterventionsModule', 'armGroups'], fields: ARM },
  {
    name: 'identifier',
    path: [P, 'identificationModule', 'secondaryIdInfos'],
    fields: IDENTIFIER,
    role: 'secondary',
  },
  {
    name: 'sponsor',
    path: [P, 'sponsorCollaboratorsModule', 'collaborators'],
    fields: PARTY,
    role: 'collaborator',
  },
];

/** Tables whose rows say what they are by `role`: the lead sponsor and the organization's own id are rows too. */
export const ROLED = ['identifier', 'sponsor'] as const;

const columnsOf = ({ name, fields }: ListTable): readonly string[] => [
  'nct_id',
  'sequence',
  ...(ROLED.some((each) => each === name) ? ['role'] : []),
  ...fields.flatMap((field) => field.columns),
  'ext',
];

/** Parts of a record that stay in the original: results and what the registry derives. */
export const NOT_LANDED = [
  'resultsSection',
  'derivedSection',
  'annotationSection',
  'documentSection',
] as const;

export const CTGOV_TABLES: readonly TableShape[] = [
  {
    name: 'study',
    columns: ['nct_id', ...STUDY.flatMap((field) => field.columns), 'not_landed', 'ext'],
  },
  ...LISTS.map((list) => ({ name: list.name, columns: columnsOf(list) })),
];
