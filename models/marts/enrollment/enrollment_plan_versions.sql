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

{# Where any version has a day of approval, one without is a draft. #}
approved as (
    select versions.*
    from (
        select versions.*, max(approved_date) over (partition by study_id) as last_approved_date from versions
    ) as versions
    where approved_date is not null or last_approved_date is null
),

final as (
    select
        study_id,
        plan_version,
        approved_date,
        enrollment_start_date,
        enrollment_end_date,
        coalesce(approved_date, date '1900-01-01') as valid_from,
        lead(coalesce(approved_date, date '1900-01-01')) over (
            partition by study_id order by approved_date nulls first, plan_version
        ) as valid_to,
        row_number() over (partition by study_id order by approved_date nulls first, plan_version) = 1 as is_first
    from approved
)

select * from final
