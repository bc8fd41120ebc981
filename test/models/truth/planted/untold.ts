/** Kinds of faults that the warehouse does not tell, and why it cannot. */
export const untold: Readonly<Record<string, string>> = {
  delete_of_unknown_record:
    'a deletion without its study opens no version, so that models never see it',
  duplicate_subject_across_sites:
    'dates of birth stand in items alone, which only an item map reads',
  eligibility_violation_randomized: 'criteria stand in items alone, which only an item map reads',
  entry_before_visit: 'the date stands in an item alone, which only an item map reads',
  fhir_unknown_reference:
    'patients of health records are no feed, so that a missing one cannot be told',
  future_visit_date: 'the date stands in an item alone, which only an item map reads',
  lab_unit_changed: 'results stand in items alone, which only an item map reads',
  promise_never_met: 'EN09 tells the rate promised against the rate reached; no finding judges it',
  query_closed_before_opened: 'the log is put in order by its times, so that the query is open',
  removed_item_resent: 'the items are known already, so that nothing changes',
  screen_failure_cap_overbilled: 'the bill waits for approval and is in no ledger',
  site_over_cap: 'no feed delivers the cap of a site',
  subject_enrolled_twice: 'dates of birth stand in items alone, which only an item map reads',
  visit_without_findings_streak: 'MO11 tells what visits find; no finding judges a row of visits',
};
