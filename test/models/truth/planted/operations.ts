import { finding, row, site, study, type Told, today, version } from './told.ts';

const visit = `${study} and monitoring_visit_id = $monitoring_visit_id`;
const item = `${study} and entity_id = $expected_document_id`;

/** Faults in how the studies were run. Those that a metric counts are found in the rows of its mart. */
export const operations: Readonly<Record<string, Told>> = {
  acknowledgement_rejected: finding(
    'report_refused',
    `${study} and entity_id = $case_id || '|' || $authority`,
  ),
  approver_is_author: finding('approver_is_author', `${site} and entity_id = $monitoring_visit_id`),
  backdated_visit: finding('entered_late', `${study} and entity_id = $monitoring_visit_id`),
  capa_overdue: row(
    'issues',
    `${site} and $issue_id in (issue_id, issue_number) and is_capa_required and root_cause_date is not null
      and capa_approved_date is null and due_date < ${today}`,
  ),
  deleted_monitoring_visit: version(
    'monitoring_visit',
    `${visit} and is_deleted and known_to is null`,
  ),
  deviation_reported_late: row(
    'protocol_deviations',
    `${site} and deviation_id = $deviation_id and report_lag_days > 30`,
  ),
  document_at_wrong_site: finding(
    'document_at_wrong_place',
    `${study} and entity_id like '%-' || $site_id || '-' || $artifact || '%'`,
  ),
  document_filed_late: row(
    'expected_documents',
    `${site} and expected_document_id = $expected_document_id and first_filed_date > due_date`,
  ),
  document_never_finalised: finding(
    'document_never_finalised',
    `${site} and entity_id like '%' || $artifact || '%'`,
  ),
  eligibility_violation_randomized: finding(
    'randomized_not_eligible',
    `${site} and entity_id = $subject_id`,
  ),
  enrollment_before_activation: finding('participant_before_activation', `${site}`),
  expired_cv: finding('document_expired', `${site} and entity_id like '%' || $artifact || '%'`),
  hours_booked_to_closed_site: finding(
    'hours_at_closed_site',
    `${site} and entity_id like $person_id || '/' || $month || '/%'`,
  ),
  important_deviation_without_rationale: finding(
    'important_deviation_without_rationale',
    `${study} and entity_id = $deviation_id`,
  ),
  kit_dispensed_after_expiry: finding(
    'kit_dispensed_after_expiry',
    `${site} and entity_id = $kit_number || '|' || $subject_id`,
  ),
  late_report: row('monitoring_visits', `${visit} and report_submitted_date > report_due_date`),
  late_susar_submission: finding(
    'report_late',
    `${study} and entity_id = $case_id || '|' || $authority`,
  ),
  milestone_actual_before_plan_start: finding(
    'milestone_before_protocol',
    `${study} and entity_id = $milestone_id`,
  ),
  missing_document: finding('active_without_document', `${site} and ${item}`),
  missing_follow_up_letter: row(
    'monitoring_visits',
    `${visit} and report_approved_date is not null and letter_sent_date is null
      and letter_due_date < ${today}`,
  ),
  missing_report: row(
    'monitoring_visits',
    `${visit} and is_done and report_submitted_date is null
      and report_due_date < ${today}`,
  ),
  monitoring_visit_after_site_closure: finding(
    'visit_after_closure',
    `${site} and entity_id = $monitoring_visit_id`,
  ),
  overallocated_cra: finding('overallocated_person', 'entity_id = $person_id'),
  overdue_monitoring_visit: row('monitoring_due', `${site} and is_overdue`),
  plan_tier_mismatch: finding('visited_less_than_planned', site),
  promise_never_met: row(
    'site_performance',
    `${site} and enrollment_rate_per_month * 4 < promised_rate_per_month
      and enrollment_rate_shrunk * 4 < promised_rate_per_month`,
  ),
  qtl_breach_not_evaluated: finding(
    'breach_not_evaluated',
    `${study} and entity_id = $evaluation_id`,
  ),
  recurring_issue: row(
    'issues',
    `${site} and $issue_id in (issue_id, issue_number) and recurred_date <= closed_date + 90`,
  ),
  registry_site_status_stale: finding('registry_site_status_stale', site),
  report_approved_before_submitted: finding(
    'approved_before_submitted',
    `${site} and entity_id = $monitoring_visit_id`,
  ),
  sae_entered_late: row(
    'adverse_events',
    `${study} and adverse_event_id = $adverse_event_id and is_serious and entry_lag_days > 30`,
  ),
  sae_missing_in_safety_database: finding(
    'sae_without_case',
    `${study} and entity_id = $adverse_event_id`,
  ),
  site_over_cap: finding('site_over_cap', `${site} and entity_id = $site_id`),
  site_without_cra: finding('site_without_monitor', site),
  slipped_milestone: row(
    'milestones',
    `${study} and milestone_id = $milestone_id and slip_days > 0`,
  ),
  stale_forecast: finding(
    'stale_forecast',
    `${study} and entity_id in (select forecast_id from marts.milestone_forecasts where milestone_id = $milestone_id)`,
  ),
  stalled_action_item: row(
    'action_items',
    `${site} and action_item_id = $action_item_id and is_overdue and carried_date is not null`,
  ),
  subject_enrolled_twice: finding(
    'subject_registered_twice',
    `${study} and entity_id = $subject_id`,
  ),
  superseded_version_in_use: finding('superseded_protocol_version', `${site} and ${item}`),
  temperature_excursion_used: finding(
    'quarantined_kit_dispensed',
    `${site} and entity_id = $kit_number || '|' || $subject_id`,
  ),
  unreported_serious_breach: row(
    'issues',
    `${site} and $issue_id in (issue_id, issue_number) and is_serious_breach and notified_date is null
      and notification_due_date < ${today}`,
  ),
  visit_before_consent: finding(
    'visit_before_consent',
    `${study} and entity_id like $subject_id || '%'`,
  ),
  visit_without_findings_streak: row(
    'monitoring_visits',
    `${site} and visits_without_findings >= 6`,
  ),
};
