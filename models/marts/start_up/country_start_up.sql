{% set stages = ['country_selected', 'ra_submitted', 'ra_approved', 'ec_submitted', 'ec_approved'] %}

with milestones as (
    select study_id, country, {{ meaning('milestone_type', 'milestone_type') }} as milestone_type, actual_date
    from {{ ref('int_milestone_current') }}
    where level = 'country'
),

stages as (
    select
        milestones.study_id,
        coalesce(aliases.country_code, 'ZZ') as country_code,
        case when aliases.country_code is null then lower(trim(milestones.country)) end as unknown_country,
        {% for stage in stages -%}
        min(case when milestones.milestone_type = '{{ stage }}' then milestones.actual_date end) as {{ stage }}_date{{ ',' if not loop.last }}
        {% endfor %}
    from milestones
    left join {{ ref('country_aliases') }} as aliases on lower(trim(milestones.country)) = aliases.country_alias
    where milestones.milestone_type in ('{{ stages | join("', '") }}')
    group by 1, 2, 3
)

select
    study_id,
    country_code,
    unknown_country,
    {% for stage in stages -%}
    {{ stage }}_date{{ ',' if not loop.last }}
    {% endfor %}
from stages
