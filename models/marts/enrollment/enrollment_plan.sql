with increments as (
    select
        *,
        max(case when country = '*' then 0 else 1 end) over (partition by study_id, plan_version) as has_countries
    from {{ ref('int_enrollment_plan_current') }}
),

months as (
    select
        increments.study_id,
        increments.plan_version,
        coalesce(aliases.country_code, 'ZZ') as country_code,
        {{ period_start('increments.month') }} as month_start_date,
        sum(increments.planned_screened) as planned_screened,
        sum(increments.planned_enrolled) as planned_enrolled,
        sum(increments.planned_active_sites) as planned_activations
    from increments
    left join {{ ref('country_aliases') }} as aliases on lower(trim(increments.country)) = aliases.country_alias
    where increments.country <> '*' or increments.has_countries = 0
    group by 1, 2, 3, 4
),

final as (
    select
        months.study_id,
        months.plan_version,
        months.country_code,
        cast(months.planned_screened as decimal(38, 10)) as planned_screened,
        cast(months.planned_enrolled as decimal(38, 10)) as planned_enrolled,
        cast(months.planned_activations as decimal(38, 10)) as planned_activations,
        versions.is_first as is_first_version,
        months.month_start_date,
        {{ month_end('months.month_start_date') }} as month_end_date,
        versions.valid_from,
        versions.valid_to
    from months
    inner join {{ ref('enrollment_plan_versions') }} as versions
        on months.study_id = versions.study_id
        and months.plan_version = versions.plan_version
)

select * from final
