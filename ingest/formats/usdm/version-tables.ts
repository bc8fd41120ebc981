import { type Field, json, text } from '../field.ts';
import { cellText, type Json } from '../json-tree.ts';
import { at } from '../pluck.ts';
import { code, codes, decodeOf, ids, lookup, nameOf, quantity } from './field.ts';
import { type Table, VERSION_KEYS } from './shape.ts';

type Organizations = ReadonlyMap<string, Json | undefined>;

/** What most objects have. */
export const NAMED: readonly Field[] = [
  text('id', 'id'),
  text('name', 'name'),
  text('label', 'label'),
  text('description', 'description'),
];

const table = (
  name: string,
  fields: readonly Field[],
  keys: readonly string[] = VERSION_KEYS,
): Table<unknown> => ({ name, keys, fields: () => fields });

export const STUDY_TITLE = table('study_title', [
  text('id', 'id'),
  text('text', 'text'),
  code('type', 'type'),
]);

const identifierFields = (organizations: Organizations): readonly Field[] => [
  lookup(['scopeId', 'studyIdentifierScope.id'], organizations, {
    organization_name: nameOf,
    organization_label: (each) => cellText(at(each, 'label')),
    organization_type: (each) => decodeOf(at(each, 'type')),
    organization_identifier: (each) => cellText(at(each, 'identifier')),
    organization_identifier_scheme: (each) => cellText(at(each, 'identifierScheme')),
  }),
  text('id', 'id'),
  text('text', 'text', 'studyIdentifier'),
  text('scope_id', 'scopeId', 'studyIdentifierScope.id'),
  code('type', 'type'),
];

/** Identifiers of the study and, as `reference`, of what it refers to; kind tells which. */
export const STUDY_IDENTIFIER: Table<Organizations> = {
  name: 'study_identifier',
  keys: [...VERSION_KEYS, 'kind'],
  fields: identifierFields,
};

export const ORGANIZATION = table('organization', [
  text('id', 'id'),
  text('name', 'name', 'organizationName'),
  text('label', 'label'),
  code('type', 'type', 'organizationType'),
  text('identifier_scheme', 'identifierScheme', 'organizationIdentifierScheme'),
  text('identifier', 'identifier', 'organizationIdentifier'),
  text('address_text', 'legalAddress.text'),
  text('address_city', 'legalAddress.city'),
  text('address_state', 'legalAddress.state'),
  text('address_postal_code', 'legalAddress.postalCode'),
  code('address_country', 'legalAddress.country'),
]);

export const STUDY_SITE = table(
  'study_site',
  [...NAMED, code('country', 'country')],
  [...VERSION_KEYS, 'organization_id', 'organization_name'],
);

/** Persons who hold a role stand in a column of their own. */
export const STUDY_ROLE = table('study_role', [
  ...NAMED,
  code('role', 'code'),
  ids('organization_ids', 'organizationIds'),
  ids('applies_to_ids', 'appliesToIds'),
  text('is_masked', 'masking.isMasked'),
  json('assigned_persons', 'assignedPersons'),
]);

export const AMENDMENT = table('amendment', [
  ...NAMED,
  text('number', 'number'),
  text('summary', 'summary'),
  code('primary_reason', 'primaryReason.code'),
  text('primary_reason_text', 'primaryReason.otherReason'),
  text('previous_id', 'previousId'),
  json('secondary_reasons', 'secondaryReasons'),
  json('changes', 'changes'),
  json('impacts', 'impacts'),
  json('geographic_scopes', 'geographicScopes'),
]);

export const AMENDMENT_ENROLLMENT = table(
  'amendment_enrollment',
  [
    ...NAMED,
    quantity('quantity', 'quantity'),
    code('scope_type', 'forGeographicScope.type', 'type'),
    code('scope', 'forGeographicScope.code', 'code'),
    text('for_study_cohort_id', 'forStudyCohortId'),
    text('for_study_site_id', 'forStudySiteId'),
  ],
  [...VERSION_KEYS, 'amendment_id'],
);

/** Dates of the study version, an amendment or a protocol document; owner tells of which. */
export const GOVERNANCE_DATE = table(
  'governance_date',
  [
    ...NAMED,
    code('type', 'type'),
    text('date_value', 'dateValue'),
    code('scope_type', 'geographicScopes.0.type'),
    code('scope', 'geographicScopes.0.code'),
    json('geographic_scopes', 'geographicScopes'),
  ],
  [...VERSION_KEYS, 'owner', 'owner_id'],
);

export const INTERVENTION = table('intervention', [
  ...NAMED,
  code('role', 'role'),
  code('type', 'type'),
  codes('codes', 'codes'),
  json('administrations', 'administrations'),
]);
