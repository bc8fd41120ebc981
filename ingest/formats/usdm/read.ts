import { malformedFile } from '../../errors.ts';
import { type Cell, type Field, text } from '../field.ts';
import { cellText, copyJson, isObject, type Json } from '../json-tree.ts';
import { at, items, take, takeItems } from '../pluck.ts';
import type { RowSink, TableShape } from '../reader.ts';
import * as design from './design-tables.ts';
import { byId } from './field.ts';
import { keysOf, organizationsOf, SUMMARY_COLUMNS, summaryOf } from './identity.ts';
import { writeDesigns } from './read-design.ts';
import { shapeOf, type Table, VERSION_KEYS, writeRows } from './shape.ts';
import * as version from './version-tables.ts';

/** One row a version of the study. */
const STUDY: Table<readonly Field[]> = {
  name: 'study',
  keys: VERSION_KEYS,
  fields: (summary) => [...summary, text('id', 'id'), text('rationale', 'rationale')],
};

/** Parts of a document that are text or terminology, not operations; they stay in the original. */
const NOT_LANDED = [
  'narrativeContentItems',
  'biomedicalConcepts',
  'bcCategories',
  'bcSurrogates',
  'dictionaries',
  'eligibilityCriterionItems',
] as const;

/** What the reader left in the original: element and how many items it has. */
const NOT_LANDED_SHAPE: TableShape = {
  name: 'not_landed',
  columns: [...VERSION_KEYS, 'element', 'items'],
};

const NOTHING: design.Design = design.designOf(null, []);

export const USDM_TABLES: readonly TableShape[] = [
  shapeOf(STUDY, [{ columns: SUMMARY_COLUMNS, take: () => [] }]),
  shapeOf(version.STUDY_IDENTIFIER, new Map()),
  ...[
    version.STUDY_TITLE,
    version.ORGANIZATION,
    version.STUDY_SITE,
    version.STUDY_ROLE,
    version.AMENDMENT,
    version.AMENDMENT_ENROLLMENT,
    version.GOVERNANCE_DATE,
    version.INTERVENTION,
  ].map((table) => shapeOf(table, undefined)),
  ...[
    design.STUDY_DESIGN,
    design.ARM,
    design.EPOCH,
    design.ELEMENT,
    design.CELL,
    design.ENCOUNTER,
    design.ACTIVITY,
    design.SCHEDULED_INSTANCE,
    design.SCHEDULED_ACTIVITY,
    design.TIMING,
    design.POPULATION,
    design.ELIGIBILITY,
    design.OBJECTIVE,
    design.ENDPOINT,
  ].map((table) => shapeOf(table, NOTHING)),
  NOT_LANDED_SHAPE,
];

const writeAmendments = (
  amendments: readonly Json[],
  keys: readonly Cell[],
  sink: RowSink,
): void => {
  for (const amendment of amendments) {
    const id = cellText(at(amendment, 'id'));
    const enrollments = takeItems(amendment, 'enrollments');
    writeRows(version.AMENDMENT_ENROLLMENT, null, [...keys, id], enrollments, sink);
    const dates = takeItems(amendment, 'dateValues');
    writeRows(version.GOVERNANCE_DATE, null, [...keys, 'amendment', id], dates, sink);
  }
  writeRows(version.AMENDMENT, null, keys, amendments, sink);
};

const writeOrganizations = (
  organizations: readonly Json[],
  keys: readonly Cell[],
  sink: RowSink,
): void => {
  for (const organization of organizations) {
    const place = ['id', 'name'].map((key) => cellText(at(organization, key)));
    writeRows(
      version.STUDY_SITE,
      null,
      [...keys, ...place],
      takeItems(organization, 'managedSites'),
      sink,
    );
  }
  writeRows(version.ORGANIZATION, null, keys, organizations, sink);
};

/** Dates of the protocol documents that a version names. */
const writeDocumentDates = (
  study: Json,
  tree: Json,
  keys: readonly Cell[],
  sink: RowSink,
): void => {
  const wanted = new Set(items(tree, 'documentVersionIds').map(cellText));
  for (const document of items(study, 'documentedBy').flatMap((each) => items(each, 'versions'))) {
    const id = cellText(at(document, 'id'));
    if (!wanted.has(id)) continue;
    const dates = items(document, 'dateValues').map(copyJson);
    writeRows(version.GOVERNANCE_DATE, null, [...keys, 'document', id], dates, sink);
  }
};

const writeVersion = (
  document: Json,
  study: Json,
  tree: Json,
  isLast: boolean,
  sink: RowSink,
): void => {
  const organizations = organizationsOf(tree);
  const keys = keysOf(study, tree, isLast, organizations);
  const summary = summaryOf(document, study, tree, organizations);
  const known = byId(organizations);
  const write = (table: Table<unknown>, list: string) =>
    writeRows(table, null, keys, takeItems(tree, list), sink);
  writeRows(
    version.STUDY_IDENTIFIER,
    known,
    [...keys, 'study'],
    takeItems(tree, 'studyIdentifiers'),
    sink,
  );
  writeRows(
    version.STUDY_IDENTIFIER,
    known,
    [...keys, 'reference'],
    takeItems(tree, 'referenceIdentifiers'),
    sink,
  );
  write(version.STUDY_TITLE, 'titles');
  write(version.STUDY_ROLE, 'roles');
  write(version.INTERVENTION, 'studyInterventions');
  writeDocumentDates(study, tree, keys, sink);
  const dates = takeItems(tree, 'dateValues');
  writeRows(version.GOVERNANCE_DATE, null, [...keys, 'version', keys[4] ?? null], dates, sink);
  writeAmendments(takeItems(tree, 'amendments'), keys, sink);
  take(tree, 'organizations');
  writeOrganizations(organizations.map(copyJson), keys, sink);
  const criteria = items(tree, 'eligibilityCriterionItems');
  writeDesigns(takeItems(tree, 'studyDesigns'), keys, criteria, sink);
  for (const element of NOT_LANDED) {
    const held = takeItems(tree, element);
    if (held.length > 0) sink.write('not_landed', [...keys, element, String(held.length)]);
  }
  const documents = items(study, 'documentedBy').length;
  if (documents > 0) sink.write('not_landed', [...keys, 'documentedBy', String(documents)]);
  writeRows(STUDY, [summary], keys, [tree], sink);
};

/** Every row of a USDM document; objects are taken apart on the way. Throws MALFORMED_FILE where there is no study. */
export const readUsdm = (document: Json, label: string, sink: RowSink): void => {
  const study = at(document, 'study');
  const versions = items(study, 'versions');
  if (!isObject(study) || versions.length === 0)
    throw malformedFile(label, 'holds no version of a study');
  versions.forEach((each, index) => {
    writeVersion(document, study, each, index === versions.length - 1, sink);
  });
};
