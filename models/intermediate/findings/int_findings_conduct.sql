with sites as (
    select * from {{ ref('dim_site') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

after_closure as (
    select {{ finding('visit_after_closure', 'high', 'monitoring_visit', 'visits.monitoring_visit_id', "'An interim visit took place ' || cast(" ~ days_between('sites.closed_date', 'visits.actual_end_date') ~ " as varchar) || ' days after the site closed'", study_id='visits.study_id', site_id='visits.site_id', known='visits.known_from') }}
    from {{ ref('monitoring_visits') }} as visits
    inner join sites
        on visits.study_id = sites.study_id
        and visits.site_id = sites.site_id
    where visits.visit_type = 'interim' and visits.actual_end_date > sites.closed_date
),

approved_first as (
    select {{ finding('approved_before_submitted', 'medium', 'monitoring_visit', 'monitoring_visit_id', "'The report was approved before it was submitted: no length of review can be given'", site_id='site_id') }}
    from {{ ref('monitoring_visits') }}
    where report_approved_date < report_submitted_date
),

hours_after_closure as (
    select {{ finding('hours_at_closed_site', 'medium', 'time_entry', 'entries.entry_id', "'Hours were booked for a month after the site had closed'", study_id='entries.study_id', site_id='entries.site_id', known='entries.known_from') }}
    from {{ ref('int_time_entry_current') }} as entries
    inner join sites
        on entries.study_id = sites.study_id
        and entries.site_id = sites.site_id
    where entries.month > {{ period_of('sites.closed_date') }} and entries.hours > 0
),

overallocated as (
    select {{ finding('overallocated_person', 'high', 'person', 'assignments.person_id', "'The running assignments add up to ' || cast(cast(sum(assignments.allocation_fte) as decimal(38, 2)) as varchar) || ' of a full-time person'", study_id='cast(null as varchar)', known='max(assignments.known_from)') }}
    from {{ ref('int_resource_assignment_current') }} as assignments
    cross join as_of
    where assignments.assigned_from <= as_of.as_of_date
        and (assignments.assigned_to is null or assignments.assigned_to > as_of.as_of_date)
    group by assignments.person_id
    having sum(assignments.allocation_fte) > {{ var('full_allocation_fte') }}
),

{# The interval that was in force on the day of a visit, and the days that went by until the next. #}
intervals as (
    select
        study_id,
        site_id,
        last_visit_date,
        visit_interval_days,
        {{ days_between('last_visit_date', 'last_value(valid_to) over (partition by study_id, site_id, last_visit_date order by valid_from rows between unbounded preceding and unbounded following)') }} as days_to_next,
        row_number() over (partition by study_id, site_id, last_visit_date order by valid_from) as position
    from {{ ref('monitoring_intervals') }}
    where last_visit_date is not null
),

seldom_visited as (
    select {{ finding('visited_less_than_planned', 'high', 'site', 'intervals.site_id', "'Between ' || cast(count(*) + 1 as varchar) || ' interim visits went by ' || cast(cast(sum(intervals.days_to_next) / sum(intervals.visit_interval_days) as decimal(38, 1)) as varchar) || ' times the days of the monitoring plan'", study_id='intervals.study_id', site_id='intervals.site_id', known='max(current_sites.known_from)') }}
    from intervals
    inner join {{ ref('int_site_current') }} as current_sites
        on intervals.study_id = current_sites.study_id
        and intervals.site_id = current_sites.site_id
    where intervals.position = 1 and intervals.days_to_next is not null and intervals.visit_interval_days > 0
    group by intervals.study_id, intervals.site_id
    having count(*) >= {{ var('pattern_visits') }} - 1
        and sum(intervals.days_to_next) > {{ var('seldom_visited_ratio') }} * sum(intervals.visit_interval_days)
),

not_evaluated as (
    select {{ finding('breach_not_evaluated', 'high', 'tolerance_evaluation', 'evaluations.evaluation_id', "'The tolerance limit was breached and no decision is recorded'", study_id='evaluations.study_id', known='evaluations.known_from') }}
    from {{ ref('tolerance_evaluations') }} as evaluations
    cross join as_of
    where evaluations.is_breached
        and evaluations.decision is null
        and evaluations.evaluated_date < {{ add_days('as_of.as_of_date', -var('breach_decision_days')) }}
),

protocols as (
    select study_id, min(actual_date) as final_date
    from {{ ref('milestones') }}
    where milestone_type = 'protocol_final'
    group by study_id
),

before_protocol as (
    select {{ finding('milestone_before_protocol', 'high', 'milestone', 'milestones.milestone_id', "'The milestone ' || milestones.milestone_type || ' is dated before the protocol was final'", study_id='milestones.study_id', site_id='milestones.site_id', known='milestones.known_from') }}
    from {{ ref('milestones') }} as milestones
    inner join protocols on milestones.study_id = protocols.study_id
    where milestones.actual_date < protocols.final_date
        and milestones.milestone_type in ('{{ var('milestones_after_protocol') | join("', '") }}')
)

{% for finding in ['after_closure', 'approved_first', 'hours_after_closure', 'overallocated', 'seldom_visited', 'not_evaluated', 'before_protocol'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
