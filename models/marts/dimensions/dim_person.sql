select
    people.person_id,
    people.person_number,
    people.person_name,
    people.given_name,
    people.family_name,
    people.email,
    people.person_type,
    people.role as person_role,
    coalesce(aliases.country_code, 'ZZ') as country_code,
    people.organization_id,
    people.fte as contracted_fte,
    people.full_time_hours_per_month,
    people.is_active,
    coalesce(lower(people.role) in ('{{ var('monitor_roles') | join("', '") }}'), false) as is_monitor,
    people.employed_from as employed_from_date,
    people.employed_to as employed_to_date
from {{ ref('int_person_current') }} as people
left join {{ ref('country_aliases') }} as aliases on lower(trim(people.country)) = aliases.country_alias
