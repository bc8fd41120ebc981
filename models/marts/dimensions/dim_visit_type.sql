{# Planned visits, and those held that no schedule plans; spellings of one name are one visit. #}
with named as (
    select
        study_id,
        visit_name,
        {{ event_key('visit_name') }} as visit_key,
        visit_type,
        visit_order,
        target_day,
        window_before,
        window_after,
        true as is_planned
    from {{ ref('int_planned_visit_current') }}

    union all

    select
        study_id,
        visit_name,
        {{ event_key('visit_name') }} as visit_key,
        visit_type,
        null as visit_order,
        null as target_day,
        null as window_before,
        null as window_after,
        false as is_planned
    from {{ ref('subject_visits') }}
    where visit_name is not null
    group by study_id, visit_name, visit_type
),

ranked as (
    select
        named.*,
        row_number() over (
            partition by study_id, visit_key
            order by case when is_planned then 0 else 1 end, visit_order, visit_name, visit_type
        ) as position
    from named
)

select
    study_id || '|' || visit_key as visit_type_key,
    study_id,
    visit_key,
    visit_name,
    {{ meaning_or_word('visit_type', 'visit_type') }} as visit_type,
    cast(visit_order as bigint) as visit_order,
    cast(target_day as bigint) as target_day,
    cast(window_before as bigint) as window_before,
    cast(window_after as bigint) as window_after,
    is_planned
from ranked
where position = 1
