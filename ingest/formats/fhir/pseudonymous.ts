import { cellText, isObject, type Json, type JsonObject, parseJson } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { linesOf, textOf } from '../text-stream.ts';
import type { Unpacked } from '../unpacked.ts';

const LABELS = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';

/** Security labels that say that nobody can be known by a resource. */
const UNKNOWABLE = new Set(['PSEUDED', 'ANONYED']);

/** Elements of a Patient, of its `meta` and of its identifiers that tell of no person, where their values do not either. */
const HARMLESS = new Set([
  'resourceType',
  'id',
  'meta',
  'implicitRules',
  'language',
  'identifier',
  'active',
  'gender',
  'birthDate',
  'deceasedBoolean',
]);
const HARMLESS_META = new Set(['versionId', 'lastUpdated', 'source', 'profile', 'security', 'tag']);
const HARMLESS_IDENTIFIER = new Set(['use', 'system', 'value']);

const hasOnly = (elements: ReadonlySet<string>, value: Json | undefined): value is JsonObject =>
  isObject(value) && [...value.keys()].every((element) => elements.has(element));

export const isPatient = (resource: Json): boolean => at(resource, 'resourceType') === 'Patient';

const isLabelled = (patient: Json): boolean =>
  items(patient, 'meta', 'security').some(
    (label) =>
      cellText(at(label, 'system')) === LABELS && UNKNOWABLE.has(cellText(at(label, 'code')) ?? ''),
  );

/** An identifier that is not the id of the resource may be a number under which a person is known. */
const isOwnId = (patient: Json, identifier: Json): boolean =>
  hasOnly(HARMLESS_IDENTIFIER, identifier) &&
  cellText(at(identifier, 'value')) === cellText(at(patient, 'id'));

/** Whether a resource is a Patient, labelled as a pseudonym, with nothing by which somebody could be known. */
const isPseudonymous = (resource: Json): boolean =>
  isPatient(resource) &&
  isLabelled(resource) &&
  hasOnly(HARMLESS, resource) &&
  hasOnly(HARMLESS_META, at(resource, 'meta')) &&
  items(resource, 'identifier').every((identifier) => isOwnId(resource, identifier)) &&
  (cellText(at(resource, 'birthDate')) ?? '').length <= 4;

/** Whether every line of a bulk file is a pseudonymous Patient: one that is anything else could hold anybody. */
export const isAllPseudonymous = async (file: Unpacked): Promise<boolean> => {
  for await (const { text } of linesOf(textOf(file.path, { label: file.label }), file.label)) {
    const parsed = parseJson(text);
    if (!('value' in parsed && isPseudonymous(parsed.value))) return false;
  }
  return true;
};
