with people as (
    select distinct person_id, person_number
    from {{ ref('int_person_versions') }}
    where known_to is null
        and person_number is not null
),

{# A number is the sponsor's own, so it is the person's id wherever a system gives one; one id, one number. #}
final as (
    select person_id as alias, min(person_number) as person_id
    from people
    group by person_id
    having count(distinct person_number) = 1
        and min(person_number) <> person_id
)

select alias, person_id from final
