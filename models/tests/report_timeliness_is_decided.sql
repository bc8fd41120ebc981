-- Once its target day has passed, a report is on time or late, and an unapproved one is late.
select study_id, monitoring_visit_id
from {{ ref('monitoring_visits') }}
where (is_report_due and is_report_on_time is null)
    or (is_report_due and is_report_on_time and report_approved_date is null)
    or (is_missed and is_done)
