with visits as (
    select * from {{ ref('monitoring_visits') }}
),

self_approved as (
    select {{ finding('approver_is_author', 'high', 'monitoring_visit', 'monitoring_visit_id', "'The report was approved by its author'", site_id='site_id') }}
    from visits
    where is_approver_author
),

report_before_end as (
    select {{ finding('report_before_visit_end', 'medium', 'monitoring_visit', 'monitoring_visit_id', "'The report was submitted before the visit ended'", site_id='site_id') }}
    from visits
    where report_submitted_date < actual_end_date
),

found_too_soon as (
    select {{ finding('findings_without_visit_end', 'medium', 'monitoring_visit', 'monitoring_visit_id', "'The report has findings and the visit has no end'", site_id='site_id') }}
    from {{ ref('int_monitoring_visit_current') }}
    where finding_count > 0 and actual_end_date is null
),

found_less_than_nothing as (
    select {{ finding('findings_below_zero', 'medium', 'monitoring_visit', 'monitoring_visit_id', "'The report has fewer than no findings'", site_id='site_id') }}
    from {{ ref('int_monitoring_visit_current') }}
    where finding_count < 0
),

verified_too_soon as (
    select {{ finding('verified_before_entry', 'medium', 'edc_page', 'page_id', "'The page was verified before it was entered'", site_id='site_id') }}
    from {{ ref('data_pages') }}
    where verified_date < entered_date
),

verified_undated as (
    select {{ finding('verified_without_day', 'medium', 'edc_page', 'page_id', "'Items of the page are verified and no day is known'", site_id='site_id') }}
    from {{ ref('int_edc_page_current') }}
    where items_verified > 0 and verified_date is null
),

without_plan as (
    select {{ finding('no_monitoring_plan', 'medium', 'site', 'sites.site_id', "'No monitoring plan covers the risk tier ' || coalesce(sites.risk_tier, 'that is missing')", study_id='sites.study_id', site_id='sites.site_id', known='current_sites.known_from') }}
    from {{ ref('dim_site') }} as sites
    inner join {{ ref('int_site_current') }} as current_sites
        on sites.study_id = current_sites.study_id
        and sites.site_id = current_sites.site_id
    inner join (select distinct study_id from {{ ref('int_monitoring_plan_periods') }}) as planned
        on sites.study_id = planned.study_id
    left join {{ ref('int_monitoring_plan_periods') }} as plans
        on sites.study_id = plans.study_id
        and sites.risk_tier = plans.risk_tier
    where sites.activation_date is not null and plans.study_id is null
),

without_interval as (
    select {{ finding('monitoring_plan_without_days', 'medium', 'monitoring_plan', "plan_version || '|' || risk_tier", "'The plan does not give both the days to the first visit and positive days between visits, so that visits are not due'") }}
    from {{ ref('int_monitoring_plan_current') }}
    where coalesce(visit_interval_days, 0) <= 0 or first_visit_within_days is null
),

several_plans as (
    select study_id, risk_tier
    from {{ ref('int_monitoring_plan_current') }}
    group by study_id, risk_tier
    having count(*) > 1
),

undated_plan as (
    select {{ finding('monitoring_plan_undated', 'medium', 'monitoring_plan', "plans.plan_version || '|' || plans.risk_tier", "'The version has no effective date beside other versions: no visit is due by it'", study_id='plans.study_id', known='plans.known_from') }}
    from {{ ref('int_monitoring_plan_current') }} as plans
    inner join several_plans
        on plans.study_id = several_plans.study_id
        and plans.risk_tier = several_plans.risk_tier
    where plans.effective_date is null
),

counting as (
    select distinct study_id, source_study_id, _source from {{ ref('int_monitoring_visit_current') }}
),

first_known as (
    select
        counting.study_id,
        versions.monitoring_visit_id,
        versions.site_id,
        versions.actual_end_date,
        versions.known_from,
        row_number() over (
            partition by counting.study_id, versions.monitoring_visit_id order by versions.known_from, versions._source
        ) as position
    from {{ ref('int_monitoring_visit_versions') }} as versions
    inner join counting
        on versions.study_id = counting.source_study_id
        and versions._source = counting._source
    where versions.actual_end_date is not null and not versions.is_deleted
),

{# Visits entered long after they ended, apart from those of the first delivery ever. #}
backdated as (
    select {{ finding('entered_late', 'medium', 'monitoring_visit', 'monitoring_visit_id', "'The visit was entered ' || cast(" ~ days_between('actual_end_date', 'cast(known_from as date)') ~ " as varchar) || ' days after it ended'", site_id='site_id') }}
    from first_known
    cross join (select min(known_from) as first_delivery from {{ ref('int_monitoring_visit_versions') }}) as deliveries
    where position = 1
        and known_from > first_delivery
        and actual_end_date < {{ add_days('cast(known_from as date)', -60) }}
)

{% for finding in [
    'self_approved', 'report_before_end', 'found_too_soon', 'found_less_than_nothing', 'verified_too_soon',
    'verified_undated', 'without_plan', 'without_interval', 'undated_plan', 'backdated',
] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
