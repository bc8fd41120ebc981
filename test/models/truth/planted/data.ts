import { finding, row, site, study, type Told } from './told.ts';

/** Faults in the data that only show by comparing rows, files or systems. */
export const data: Readonly<Record<string, Told>> = {
  active_site_without_activation_date: finding('activation_date_missing_in_source', site),
  case_without_edc_event: finding('case_without_event', `${study} and entity_id = $case_id`),
  corrected_screening_date: finding('screening_date_moved', `${study} and entity_id = $subject_id`),
  duplicate_investigator_id: finding(
    'investigator_id_of_two_people',
    `${study} and entity_id = $investigator_id`,
  ),
  duplicate_physical_site: finding(
    'same_hospital_twice',
    `${study} and entity_id in ($site_id || '|' || $other_site_id, $other_site_id || '|' || $site_id)`,
  ),
  duplicate_safety_case: finding('duplicate_case', `${study} and entity_id = $case_id`),
  edc_site_unknown_to_ctms: finding('site_not_in_ctms', site),
  delete_of_unknown_record: finding(
    'deletion_of_unknown',
    `entity = 'monitoring_visit' and detail like '1 %vault-ctms%'`,
  ),
  duplicate_subject_across_sites: finding(
    'subject_registered_twice',
    `${site} and entity_id = $subject_id`,
  ),
  entry_before_visit: finding(
    'dated_after_entry',
    `${site} and entity_id like $subject_id || '|%'`,
  ),
  fhir_subject_of_unknown_study: finding(
    'unknown_study',
    `entity = 'research_subject' and study_id = 'PTL-0000'`,
  ),
  fhir_unknown_reference: finding('unknown_patient', `'ResearchSubject/' || entity_id = $resource`),
  future_visit_date: finding('event_in_future', `${site} and entity_id like $subject_id || '|%'`),
  kit_dispensed_twice: finding('kit_dispensed_twice', `${study} and entity_id = $kit_number`),
  lab_unit_changed: finding('lab_unit_doubtful', `${site} and entity_id = $site_id || '|GLUC'`),
  nullified_case: row(
    'safety_cases',
    `safety_case_id = $case_id and is_nullified and not is_valid`,
  ),
  query_closed_before_opened: finding(
    'query_closed_before_opened',
    `${study} and entity_id like '%' || $item || '%'`,
  ),
  randomization_date_differs: finding(
    'randomization_dates_of_sources',
    `${study} and entity_id = $subject_id`,
  ),
  randomized_in_rtsm_not_in_edc: finding(
    'randomized_without_subject',
    `${study} and entity_id = $subject_id`,
  ),
  registry_enrollment_mismatch: finding('registry_enrollment_differs', study),
  seriousness_mismatch: finding('seriousness_differs', `${study} and entity_id = $case_id`),
  usdm_schedule_differs: finding('visit_window_differs', `${study} and entity_id = $visit`),
  wrong_study_number_in_case: finding('wrong_study_in_case', `${study} and entity_id = $case_id`),
};
