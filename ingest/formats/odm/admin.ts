import { LEVELS } from './context.ts';
import { element, type Written } from './element.ts';
import { QUERY } from './note.ts';

const text = (column: string): Written => ({ text: column });

const user = element({
  table: 'user',
  within: LEVELS.study,
  columns: [
    'user_oid',
    'user_type',
    'login_name',
    'display_name',
    'full_name',
    'first_name',
    'last_name',
    'organization',
    'organization_oid',
    'location_oid',
    'email',
    'phone',
  ],
  cells: {
    OID: 'user_oid',
    UserType: 'user_type',
    OrganizationOID: 'organization_oid',
    LocationOID: 'location_oid',
  },
  children: {
    LoginName: text('login_name'),
    UserName: text('login_name'),
    DisplayName: text('display_name'),
    FullName: text('full_name'),
    FirstName: text('first_name'),
    GivenName: text('first_name'),
    LastName: text('last_name'),
    FamilyName: text('last_name'),
    Organization: text('organization'),
    Email: text('email'),
    Phone: text('phone'),
    LocationRef: { attribute: 'LocationOID', to: 'location_oid' },
  },
});

const effective = element({
  table: 'location_version',
  within: LEVELS.study,
  role: 'locationVersion',
  columns: ['location_oid', 'version_study_oid', 'version_oid', 'effective_date'],
  cells: {
    StudyOID: 'version_study_oid',
    MetaDataVersionOID: 'version_oid',
    EffectiveDate: 'effective_date',
  },
});

const location = element({
  table: 'location',
  within: LEVELS.study,
  columns: ['location_oid', 'location_name', 'location_type', 'location_role', 'organization_oid'],
  cells: {
    OID: 'location_oid',
    Name: 'location_name',
    LocationType: 'location_type',
    Role: 'location_role',
    OrganizationOID: 'organization_oid',
  },
  children: { MetaDataVersionRef: effective, Query: QUERY },
});

const organization = element({
  table: 'organization',
  within: LEVELS.study,
  columns: [
    'organization_oid',
    'organization_name',
    'organization_type',
    'organization_role',
    'location_oid',
    'part_of_organization_oid',
  ],
  cells: {
    OID: 'organization_oid',
    Name: 'organization_name',
    Type: 'organization_type',
    Role: 'organization_role',
    LocationOID: 'location_oid',
    PartOfOrganizationOID: 'part_of_organization_oid',
  },
});

const signatureDefinition = element({
  table: 'signature_def',
  within: LEVELS.study,
  columns: ['signature_oid', 'methodology', 'meaning', 'legal_reason'],
  cells: { OID: 'signature_oid', Methodology: 'methodology' },
  children: { Meaning: text('meaning'), LegalReason: text('legal_reason') },
});

/** Users, places and organisations. */
export const ADMIN: Readonly<Record<string, Written>> = {
  AdminData: element({
    level: LEVELS.study,
    table: 'admin_data',
    spills: true,
    cells: { StudyOID: 'study_oid' },
    children: {
      User: user,
      Location: location,
      Organization: organization,
      SignatureDef: signatureDefinition,
    },
  }),
};
