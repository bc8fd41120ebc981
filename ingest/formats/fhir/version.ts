import { isObject, type Json } from '../json-tree.ts';
import { at, items } from '../pluck.ts';

/** Elements that only one release has, by resource type: R4 and R4B alike, and R5. */
const ONLY: Readonly<Record<string, { r4: readonly string[]; r5: readonly string[] }>> = {
  ResearchStudy: {
    r4: [
      'enrollment',
      'sponsor',
      'principalInvestigator',
      'arm',
      'category',
      'contact',
      'reasonStopped',
    ],
    r5: [
      'associatedParty',
      'progressStatus',
      'recruitment',
      'comparisonGroup',
      'classifier',
      'studyDesign',
      'whyStopped',
      'label',
      'outcomeMeasure',
    ],
  },
  ResearchSubject: {
    r4: ['individual', 'assignedArm', 'actualArm'],
    r5: ['progress', 'subject', 'assignedComparisonGroup', 'actualComparisonGroup'],
  },
  Group: { r4: ['actual'], r5: ['membership'] },
  Encounter: {
    r4: [
      'period',
      'reasonCode',
      'reasonReference',
      'hospitalization',
      'statusHistory',
      'classHistory',
    ],
    r5: [
      'actualPeriod',
      'plannedStartDate',
      'plannedEndDate',
      'reason',
      'admission',
      'subjectStatus',
    ],
  },
  Condition: { r4: ['recorder', 'asserter'], r5: ['participant'] },
  Consent: {
    r4: ['patient', 'scope', 'dateTime', 'performer', 'organization', 'policyRule'],
    r5: ['subject', 'date', 'period', 'grantor', 'grantee', 'controller', 'decision', 'policyText'],
  },
  Location: {
    r4: ['physicalType', 'telecom', 'availabilityExceptions'],
    r5: ['form', 'contact', 'characteristic'],
  },
  Organization: { r4: ['telecom', 'address'], r5: ['qualification', 'description'] },
  PractitionerRole: {
    r4: ['telecom', 'availableTime', 'notAvailable'],
    r5: ['contact', 'characteristic', 'availability'],
  },
  Observation: {
    r4: [],
    r5: ['triggeredBy', 'instantiatesCanonical', 'instantiatesReference', 'bodyStructure'],
  },
};

const STATED = /^(4\.0|4\.3|5\.0)(\.|$)/;
const IN_PROFILE =
  /(?:hl7\.org\/fhir\/(4\.0|4\.3|5\.0)\/StructureDefinition\/)|(?:hl7\.org\/fhir\/StructureDefinition\/[A-Za-z]+\|(4\.0|4\.3|5\.0)\.)/;

/**
 * The FHIR release of one resource: `4.0`, `4.3` or `5.0` where it is stated (a profile's version, a capability
 * statement), `4` where its elements are of R4 or R4B, which share them, `5.0` where they are of R5; else undefined.
 */
export const versionOf = (resource: Json): string | undefined => {
  const stated = at(resource, 'fhirVersion');
  if (typeof stated === 'string') return STATED.exec(stated)?.[1];
  for (const profile of items(resource, 'meta', 'profile')) {
    const match = typeof profile === 'string' ? IN_PROFILE.exec(profile) : null;
    if (match) return match[1] ?? match[2];
  }
  const type = at(resource, 'resourceType');
  const only = typeof type === 'string' ? ONLY[type] : undefined;
  if (!only || !isObject(resource)) return undefined;
  const isR4 = only.r4.some((key) => resource.has(key));
  const isR5 = only.r5.some((key) => resource.has(key));
  if (isR4 === isR5) return undefined;
  return isR4 ? '4' : '5.0';
};

/** One release for several resources: the most exact, `mixed` where they contradict, `unknown` where none tells. */
export const commonVersion = (versions: readonly (string | undefined)[]): string => {
  const told = new Set(versions.filter((version) => version !== undefined));
  if (told.has('4.0') || told.has('4.3')) told.delete('4');
  const [only] = told;
  return told.size > 1 ? 'mixed' : (only ?? 'unknown');
};
