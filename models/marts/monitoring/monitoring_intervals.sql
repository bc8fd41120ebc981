with interim_visits as (
    select
        visits.study_id,
        visits.site_id,
        visits.actual_end_date,
        min(
            case when {{ meaning('monitoring_mode', 'visits.visit_method') }} = 'remote' then 'remote' else 'on_site' end
        ) as visit_mode
    from {{ ref('int_monitoring_visit_current') }} as visits
    cross join {{ ref('int_as_of') }} as as_of
    where visits.visit_type = 'interim'
        and visits.actual_end_date <= as_of.as_of_date
    group by visits.study_id, visits.site_id, visits.actual_end_date
),

{# A site waits for its first visit from its activation, then from the end of each visit to the next. #}
waits as (
    select study_id, site_id, cast(null as date) as last_visit_date, 'on_site' as visit_mode
    from {{ ref('dim_site') }}
    where activation_date is not null

    union all

    select study_id, site_id, actual_end_date as last_visit_date, visit_mode
    from interim_visits
),

bounded as (
    select
        waits.*,
        coalesce(waits.last_visit_date, date '1900-01-01') as waits_from,
        lead(waits.last_visit_date) over (
            partition by waits.study_id, waits.site_id order by waits.last_visit_date nulls first
        ) as next_visit_date
    from waits
),

of_active_sites as (
    select
        bounded.study_id,
        bounded.site_id,
        bounded.last_visit_date,
        bounded.visit_mode,
        sites.country_code,
        sites.activation_date,
        case when bounded.waits_from < sites.activation_date then sites.activation_date else bounded.waits_from end
            as waits_from,
        case
            when sites.closed_date < coalesce(bounded.next_visit_date, date '9999-12-31') then sites.closed_date
            else coalesce(bounded.next_visit_date, date '9999-12-31')
        end as waits_until
    from bounded
    inner join {{ ref('dim_site') }} as sites
        on bounded.study_id = sites.study_id
        and bounded.site_id = sites.site_id
    where sites.activation_date is not null
),

planned as (
    select
        of_active_sites.*,
        plans.risk_tier,
        plans.plan_version,
        plans.visit_interval_days,
        case when plans.in_force_from > waits_from then plans.in_force_from else waits_from end as valid_from,
        case when plans.in_force_until < waits_until then plans.in_force_until else waits_until end as valid_to,
        case
            when last_visit_date is null then {{ add_days('activation_date', 'plans.first_visit_within_days') }}
            else {{ add_days('last_visit_date', 'plans.visit_interval_days') }}
        end as due_date
    from of_active_sites
    inner join {{ ref('int_site_monitoring_plan_periods') }} as plans
        on of_active_sites.study_id = plans.study_id
        and of_active_sites.site_id = plans.site_id
),

final as (
    select
        study_id,
        site_id,
        country_code,
        risk_tier,
        plan_version,
        visit_interval_days,
        visit_mode,
        last_visit_date,
        due_date,
        valid_from,
        nullif(valid_to, date '9999-12-31') as valid_to
    from planned
    where valid_from < valid_to
)

select * from final
