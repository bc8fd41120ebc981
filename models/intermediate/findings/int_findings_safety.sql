with cases as (
    select * from {{ ref('safety_cases') }}
),

reports as (
    select * from {{ ref('safety_clock') }}
),

events as (
    select * from {{ ref('adverse_events') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

{# Where no system delivers cases of the study, an event cannot lack one. #}
covered as (
    select distinct study_id from cases where study_id is not null
),

without_case as (
    select {{ finding('sae_without_case', 'high', 'adverse_event', 'events.adverse_event_id', "'No valid case of the safety database tells of the serious adverse event'", study_id='events.study_id', site_id='events.site_id', known='events.known_from') }}
    from events
    inner join covered on events.study_id = covered.study_id
    where events.is_serious and events.safety_case_id is null
),

without_event as (
    select {{ finding('case_without_event', 'medium', 'safety_case', 'safety_case_id', "'Data capture holds no adverse event with the subject, term and onset of the case'", site_id='site_id') }}
    from cases
    where is_valid and is_subject_known and adverse_event_id is null
),

seriousness as (
    select {{ finding('seriousness_differs', 'high', 'safety_case', 'safety_case_id', "'The case is serious, the adverse event of data capture is not'", site_id='site_id') }}
    from cases
    where is_valid and is_serious and not is_serious_in_edc
),

duplicates as (
    select {{ finding('duplicate_case', 'high', 'safety_case', 'safety_case_id', "'A case that was received earlier tells of the same event'", site_id='site_id') }}
    from cases
    where duplicate_of_case_id is not null
),

wrong_study as (
    select {{ finding('wrong_study_in_case', 'high', 'safety_case', 'safety_case_id', "'Carries the number of a study to which its subject does not belong'", site_id='site_id') }}
    from cases
    where study_id <> reported_study_id
),

unknown_subject as (
    select {{ finding('case_of_unknown_subject', 'medium', 'safety_case', 'safety_case_id', "'The subject of the case is in no subject list'", site_id='site_id') }}
    from cases
    where not is_subject_known
),

undated as (
    select {{ finding('case_without_receipt', 'medium', 'safety_case', 'safety_case_id', "'The day of its first receipt is not known, so that it counts nowhere'", site_id='site_id') }}
    from cases
    where is_valid and received_date is null
),

turned_round as (
    select {{ finding('case_received_before_awareness', 'medium', 'safety_case', 'safety_case_id', "'Received before the site became aware, so that its time is not judged'", site_id='site_id') }}
    from cases
    where is_valid and received_at < site_awareness_at
),

without_clock as (
    select {{ finding('report_without_clock', 'high', 'safety_submission', 'safety_clock_id', "'Neither a due moment nor the day of the first receipt is known, so that the report counts nowhere'", site_id='site_id') }}
    from reports
    where is_valid_case and due_date is null
),

other_clock as (
    select {{ finding('report_with_other_clock', 'low', 'safety_submission', 'safety_clock_id', "'Its clock of ' || cast(clock_days as varchar) || ' days is neither of those that reports are told apart by'", site_id='site_id') }}
    from reports
    where is_valid_case
        and clock_days not in (7, 15)
),

unreported as (
    select {{ finding('susar_without_report', 'high', 'safety_case', 'cases.safety_case_id', "'No report to any authority is known'", study_id='cases.study_id', site_id='cases.site_id', known='cases.known_from') }}
    from cases
    left join reports on cases.safety_case_id = reports.safety_case_id
    where cases.is_valid and cases.is_susar and reports.safety_case_id is null
),

refused as (
    select {{ finding('report_refused', 'high', 'safety_submission', 'safety_clock_id', "'The authority refused the report, and no other one stands'", site_id='site_id') }}
    from reports
    where is_valid_case and is_refused
),

overdue as (
    select {{ finding('report_overdue', 'high', 'safety_submission', 'reports.safety_clock_id', "'The due moment has passed without a submission'", study_id='reports.study_id', site_id='reports.site_id', known='reports.known_from') }}
    from reports
    cross join as_of
    where reports.is_valid_case
        and not reports.is_refused
        and reports.submitted_date is null
        and reports.due_date < as_of.as_of_date
),

late as (
    select {{ finding('report_late', 'medium', 'safety_submission', 'safety_clock_id', "'Submitted ' || coalesce(cast(cast(hours_after_due as decimal(38, 1)) as varchar) || ' hours after its due moment', 'after its due day')", site_id='site_id') }}
    from reports
    where is_valid_case and not is_submitted_in_time
),

stray as (
    select {{ finding('report_of_unknown_case', 'medium', 'safety_submission', 'safety_clock_id', "'No case has the number under which the report is known'") }}
    from reports
    where not is_case_known
)

{% for finding in ['without_case', 'without_event', 'seriousness', 'duplicates', 'wrong_study', 'unknown_subject', 'undated', 'turned_round', 'without_clock', 'other_clock', 'unreported', 'refused', 'overdue', 'late', 'stray'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
