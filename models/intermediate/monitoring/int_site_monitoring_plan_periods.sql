{# A site has the risk tier that it was last delivered with on a day; the first one also before it was known. #}
with delivered as (
    select
        sites.study_id,
        sites.site_id,
        versions.risk_tier,
        cast(versions.known_from as date) as known_date,
        row_number() over (
            partition by sites.study_id, sites.site_id, cast(versions.known_from as date)
            order by versions.known_from desc, versions.known_load_id desc
        ) as position_of_day
    from {{ ref('int_site_current') }} as sites
    inner join {{ ref('int_site_versions') }} as versions
        on sites._source = versions._source
        and sites.source_study_id = versions.study_id
        and sites.source_site_id = versions.site_id
    where not versions.is_deleted
),

by_day as (
    select
        delivered.*,
        lag(risk_tier) over (partition by study_id, site_id order by known_date) as former_tier,
        row_number() over (partition by study_id, site_id order by known_date) as position
    from delivered
    where position_of_day = 1
),

tiers as (
    select
        study_id,
        site_id,
        risk_tier,
        case when position = 1 then date '1900-01-01' else known_date end as held_from,
        coalesce(
            lead(known_date) over (partition by study_id, site_id order by known_date), date '9999-12-31'
        ) as held_until
    from by_day
    where position = 1 or risk_tier is distinct from former_tier
),

planned as (
    select
        tiers.study_id,
        tiers.site_id,
        plans.risk_tier,
        plans.plan_version,
        plans.visit_interval_days,
        plans.first_visit_within_days,
        plans.report_due_days,
        plans.letter_due_days,
        case when plans.in_force_from > tiers.held_from then plans.in_force_from else tiers.held_from end
            as in_force_from,
        case when plans.in_force_until < tiers.held_until then plans.in_force_until else tiers.held_until end
            as in_force_until
    from tiers
    inner join {{ ref('int_monitoring_plan_periods') }} as plans
        on tiers.study_id = plans.study_id
        and tiers.risk_tier = plans.risk_tier
)

select * from planned
where in_force_from < in_force_until
