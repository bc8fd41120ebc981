with increments as (
    select
        *,
        max(case when country = '*' then 0 else 1 end) over (partition by study_id, plan_version) as has_countries
    from {{ ref('int_enrollment_plan_current') }}
),

versions as (
    select
        study_id,
        plan_version,
        max(approved_date) as approved_date,
        min(case when planned_enrolled > 0 then {{ period_start('month') }} end) as enrollment_start_date,
        max(case when planned_enrolled > 0 then {{ month_end(period_start('month')) }} end) as enrollment_end_date
    from increments
    where country <> '*' or has_countries = 0
    group by study_id, plan_version
),

final as (
    select
        versions.*,
        coalesce(approved_date, date '1900-01-01') as valid_from,
        lead(coalesce(approved_date, date '1900-01-01')) over (
            partition by study_id order by approved_date nulls first, plan_version
        ) as valid_to,
        row_number() over (partition by study_id order by approved_date nulls first, plan_version) = 1 as is_first
    from versions
)

select * from final
