with known as (
    {% for type in var('meanings')['milestone_type'] -%}
    select '{{ type }}' as milestone_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

delivered as (
    select
        milestone_type,
        max(case when milestone_level = 'study' then 1 else 0 end) = 1 as is_of_study,
        max(case when milestone_level = 'country' then 1 else 0 end) = 1 as is_of_country,
        max(case when milestone_level = 'site' then 1 else 0 end) = 1 as is_of_site
    from {{ ref('milestones') }}
    where milestone_type is not null
    group by milestone_type
),

named as (
    select milestone_type from known
    union
    select milestone_type from delivered
),

meant as (
    select
        milestone_type,
        {{ meaning('milestone_type', 'milestone_type') }} as milestone
    from named
)

select
    meant.milestone_type,
    meant.milestone,
    coalesce(
        coalesce(meant.milestone, meant.milestone_type) in ('{{ var('milestones_after_protocol') | join("', '") }}'), false
    ) as is_after_protocol,
    coalesce(delivered.is_of_study, false) as is_of_study,
    coalesce(delivered.is_of_country, false) as is_of_country,
    coalesce(delivered.is_of_site, false) as is_of_site
from meant
left join delivered on meant.milestone_type = delivered.milestone_type
