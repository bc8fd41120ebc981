import { cellText, isObject, type Json, parseJson } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { linesOf, textOf } from '../text-stream.ts';
import type { Unpacked } from '../unpacked.ts';

/** Security labels (v3-ObservationValue) that say that nobody can be known by a resource. */
const UNKNOWABLE = new Set(['PSEUDED', 'ANONYED']);

/** The elements of a Patient that tell of no person; a birth date does where it is more than a year. */
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
  'managingOrganization',
]);

export const isPatient = (resource: Json): boolean => at(resource, 'resourceType') === 'Patient';

/** Whether a Patient is labelled as a pseudonym and holds no element by which somebody could be known. */
export const isPseudonymous = (patient: Json): boolean =>
  isObject(patient) &&
  items(patient, 'meta', 'security').some((label) =>
    UNKNOWABLE.has(cellText(at(label, 'code')) ?? ''),
  ) &&
  [...patient.keys()].every((element) => HARMLESS.has(element)) &&
  (cellText(at(patient, 'birthDate')) ?? '').length <= 4;

/** Whether every Patient of a bulk file is pseudonymous; a line that is no JSON could hold anybody. */
export const isAllPseudonymous = async (file: Unpacked): Promise<boolean> => {
  for await (const { text } of linesOf(textOf(file.path, { label: file.label }), file.label)) {
    const parsed = parseJson(text);
    if (!('value' in parsed)) return false;
    if (isPatient(parsed.value) && !isPseudonymous(parsed.value)) return false;
  }
  return true;
};
