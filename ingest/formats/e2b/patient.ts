import type { XmlElement } from '../xml/tree.ts';
import { all, find, findAll, type Held, held, idOf, isCoded, textIn } from './query.ts';

const OBSERVATION = 19;

/** An observation about the patient by its ICH code. */
const observed = (role: XmlElement | undefined, code: string): XmlElement | undefined =>
  findAll(role, 'subjectOf2', 'observation').find((each) => isCoded(each, OBSERVATION, code));

const answerOf = (role: XmlElement | undefined, code: string): XmlElement | undefined =>
  find(observed(role, code), 'value');

/** A record number of the patient: 1 to 3 of a practice, a specialist, a hospital; 4 of the investigation. */
const recordNumber = (player: XmlElement | undefined, code: string, root: number): Held =>
  held(
    idOf(
      all(player, 'asIdentifiedEntity').find((each) => isCoded(each, 4, code)),
      root,
    ),
    'extension',
  );

/** Section D; what names or could single out a person stands in columns of its own. */
export const patientOf = (role: XmlElement | undefined) => {
  const player = find(role, 'player1');
  return {
    patient_initials: textIn(find(player, 'name')),
    gp_record_number: recordNumber(player, '1', 7),
    specialist_record_number: recordNumber(player, '2', 8),
    hospital_record_number: recordNumber(player, '3', 9),
    investigation_number: recordNumber(player, '4', 10),
    birth_date: held(find(player, 'birthTime')),
    age: held(answerOf(role, '3')),
    age_unit: held(answerOf(role, '3'), 'unit'),
    age_group: held(answerOf(role, '4'), 'code'),
    weight_kg: held(answerOf(role, '7')),
    height_cm: held(answerOf(role, '17')),
    sex: held(find(player, 'administrativeGenderCode'), 'code'),
    last_menstrual_period_date: held(answerOf(role, '22')),
    death_date: held(find(player, 'deceasedTime')),
    autopsy: held(answerOf(role, '5')),
  };
};

/** Section C.5: the study that the case comes from. */
export const studyOf = (role: XmlElement | undefined) => {
  const study = find(role, 'subjectOf1', 'researchStudy');
  const registration = find(study, 'authorization', 'studyRegistration');
  const place = find(registration, 'author', 'territorialAuthority', 'governingPlace', 'code');
  return {
    study_registration_number: held(idOf(registration, 6), 'extension'),
    study_registration_country: held(place, 'code'),
    study_name: textIn(find(study, 'title')),
    sponsor_study_number: held(idOf(study, 5), 'extension'),
    study_type: held(find(study, 'code'), 'code'),
  };
};
