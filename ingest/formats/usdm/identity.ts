import type { Cell, Field } from '../field.ts';
import { cellText, copyJson, isObject, type Json } from '../json-tree.ts';
import { at, items, rest } from '../pluck.ts';
import { byId, codeOf, decodeOf } from './field.ts';

const TITLES = {
  official_title: /official/i,
  brief_title: /brief/i,
  acronym: /acronym/i,
} as const;

/** Columns of a version's row that come from elsewhere in the document. */
export const SUMMARY_COLUMNS = [
  'study_label',
  'study_description',
  'usdm_version',
  'system_name',
  'system_version',
  'study_ext',
  'sponsor_name',
  ...Object.keys(TITLES),
] as const;

const SPONSOR = 'C70793';

const isSponsor = (organization: Json | undefined): boolean =>
  codeOf(at(organization, 'type')) === SPONSOR ||
  /sponsor/i.test(decodeOf(at(organization, 'type')) ?? '');

/** USDM 3 keeps an identifier's organization inside it; since 4 the version lists them. */
const liftOrganizations = (study: Json): readonly Json[] => {
  const nested = items(study, 'studyIdentifiers')
    .map((each) => at(each, 'studyIdentifierScope'))
    .filter(isObject);
  return [...items(study, 'organizations'), ...nested];
};

const typedAlike = (organization: Json): Json => {
  if (!isObject(organization) || organization.has('type')) return organization;
  return new Map([...organization, ['type', at(organization, 'organizationType') ?? null]]);
};

/** An identifier's scope as an organization, whichever release wrote it. */
export const organizationsOf = (version: Json): readonly Json[] =>
  liftOrganizations(version).map((each) => typedAlike(copyJson(each)));

const ELSEWHERE = new Set([
  'versions',
  'documentedBy',
  'id',
  'name',
  'label',
  'description',
  'instanceType',
]);

/** What the study itself has besides its versions and documents. */
const studyExt = (study: Json): Cell =>
  isObject(study) ? rest(new Map([...study].filter(([key]) => !ELSEWHERE.has(key)))) : null;

/** What the document, the study and lists of the version say in the version's own row. */
export const summaryOf = (
  document: Json,
  study: Json,
  version: Json,
  organizations: readonly Json[],
): Field => {
  const titles = items(version, 'titles');
  const titled = (word: RegExp): Cell => {
    const title = titles.find((each) => word.test(decodeOf(at(each, 'type')) ?? ''));
    return cellText(at(title, 'text'));
  };
  const roles = items(version, 'roles').filter((each) => codeOf(at(each, 'code')) === SPONSOR);
  const sponsorId = cellText(at(roles[0], 'organizationIds', 0));
  const sponsor = byId(organizations).get(sponsorId ?? '') ?? organizations.find(isSponsor);
  const cells = [
    cellText(at(study, 'label')),
    cellText(at(study, 'description')),
    cellText(at(document, 'usdmVersion')),
    cellText(at(document, 'systemName')),
    cellText(at(document, 'systemVersion')),
    studyExt(study),
    cellText(at(sponsor, 'label')) ??
      cellText(at(sponsor, 'name') ?? at(sponsor, 'organizationName')),
    ...Object.values(TITLES).map(titled),
  ];
  return { columns: SUMMARY_COLUMNS, take: () => cells };
};

const NCT = /^NCT\d{8}$/;

/** Which study and version the rows belong to; cells of VERSION_KEYS. */
export const keysOf = (
  study: Json,
  version: Json,
  isLast: boolean,
  organizations: readonly Json[],
): readonly Cell[] => {
  const known = byId(organizations);
  const texts = items(version, 'studyIdentifiers').map((each) => ({
    text: cellText(at(each, 'text') ?? at(each, 'studyIdentifier')),
    scope: known.get(cellText(at(each, 'scopeId') ?? at(each, 'studyIdentifierScope', 'id')) ?? ''),
  }));
  return [
    cellText(at(study, 'id')),
    cellText(at(study, 'name')),
    texts.find((each) => isSponsor(each.scope))?.text ?? null,
    texts.find((each) => NCT.test(each.text ?? ''))?.text ?? null,
    cellText(at(version, 'id')),
    cellText(at(version, 'versionIdentifier') ?? at(version, 'studyIdentifier')),
    String(isLast),
  ];
};
