{#
Screen failures of a contract in the order they happened, and the day from which the contract's cap pays
for each: none and fixed n pay at once or never, ratio pays the n-th failure once n x k subjects are
randomised, pct once that share of the screened subjects reaches n.
#}
with contracts as (
    select * from {{ ref('int_site_contract_current') }}
    where coalesce(contract_type, 'site') = 'site'
),

events as (
    select * from {{ ref('enrollment_events') }}
    where event_type in ('screened', 'screen_failed', 'randomized')
),

failures as (
    select
        contracts.contract_id,
        contracts.study_id,
        contracts.screen_fail_cap_type as cap_type,
        contracts.screen_fail_cap_value as cap_value,
        events.subject_id,
        coalesce(events.event_date, events.event_date_lower) as failed_date,
        row_number() over (
            partition by contracts.contract_id
            order by coalesce(events.event_date, events.event_date_lower) nulls last, events.subject_id
        ) as failure_number
    from contracts
    inner join events
        on contracts.study_id = events.study_id
        and contracts.site_id = events.site_id
        and events.event_type = 'screen_failed'
),

{# A subject counts towards a cap from the day its first visit is entered. #}
entries as (
    select study_id, subject_id, min(entered_date) as entered_date
    from {{ ref('int_subject_visit_current') }}
    group by study_id, subject_id
),

counted as (
    select
        contracts.contract_id,
        events.event_type,
        events.subject_id,
        case when entries.entered_date > events.event_date then entries.entered_date else events.event_date end
            as counted_date
    from contracts
    inner join events
        on contracts.study_id = events.study_id
        and contracts.site_id = events.site_id
    left join entries
        on events.study_id = entries.study_id
        and events.subject_id = entries.subject_id
    where events.event_date is not null
        and events.event_type = case contracts.screen_fail_cap_type
            when 'ratio' then 'randomized'
            when 'pct' then 'screened'
        end
),

counters as (
    select
        contract_id,
        counted_date,
        row_number() over (partition by contract_id order by counted_date, subject_id) as subjects
    from counted
),

released as (
    select
        failures.contract_id,
        failures.subject_id,
        min(counters.counted_date) as released_date
    from failures
    inner join counters on failures.contract_id = counters.contract_id
    where case failures.cap_type
        when 'ratio' then counters.subjects >= failures.failure_number * failures.cap_value
        when 'pct' then floor(counters.subjects * failures.cap_value) >= failures.failure_number
        else false
    end
    group by failures.contract_id, failures.subject_id
)

select
    failures.contract_id,
    failures.study_id,
    failures.subject_id,
    failures.failed_date,
    failures.failure_number,
    case
        when coalesce(failures.cap_type, 'none') = 'none' then date '1900-01-01'
        when failures.cap_type = 'fixed' and failures.failure_number <= failures.cap_value then date '1900-01-01'
        else released.released_date
    end as paid_from_date
from failures
left join released
    on failures.contract_id = released.contract_id
    and failures.subject_id = released.subject_id
