with investigators as (
    select distinct own_identity_id, investigator_name
    from {{ ref('int_site_investigators') }}
    where is_identified
),

addresses as (
    select investigators.own_identity_id, min(lower(trim(people.email))) as email
    from investigators
    inner join {{ ref('int_person_versions') }} as people
        on investigators.own_identity_id in (people.person_number, people._source || ':' || people.person_id)
    where people.known_to is null and not people.is_deleted and people.email is not null
    group by investigators.own_identity_id
    having count(distinct lower(trim(people.email))) = 1
),

{{ linked_by_key('addresses', 'email', ref('investigator_merges')) }},

{# The address of a department is many people's, and an id is a person of the system that gives it alone. #}
compared as (
    select distinct main.investigator_name as name, investigators.investigator_name as other_name
    from linked
    inner join investigators on linked.own_identity_id = investigators.own_identity_id
    inner join investigators as main on linked.linked_identity_id = main.own_identity_id
    where main.investigator_name is not null and investigators.investigator_name is not null
),

alike as (
    {{ alike_names('compared', ref('int_investigator_words')) }}
),

merged as (
    select distinct linked.own_identity_id, linked.linked_identity_id
    from linked
    inner join investigators on linked.own_identity_id = investigators.own_identity_id
    inner join investigators as main on linked.linked_identity_id = main.own_identity_id
    inner join alike
        on main.investigator_name = alike.name
        and investigators.investigator_name = alike.other_name
    where alike.similarity >= {{ var('same_person_share') }}
)

{# Whom nobody else is linked to keeps its own identity. #}
select merged.own_identity_id, merged.linked_identity_id
from merged
inner join (
    select linked_identity_id from merged group by linked_identity_id having count(*) > 1
) as shared_by on merged.linked_identity_id = shared_by.linked_identity_id
