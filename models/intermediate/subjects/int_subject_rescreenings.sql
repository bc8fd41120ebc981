{% set rounds = 3 %}

with numbers as (
    select study_id, site_id, screening_number, min(subject_id) as subject_id
    from {{ ref('int_subject_current') }}
    where screening_number is not null
    group by study_id, site_id, screening_number
    having count(*) = 1
),

{# A screening number may be given anew at each site, so one of the same site counts first. #}
told as (
    select
        delivered.study_id,
        coalesce(aliases.subject_id, delivered.subject_id) as subject_id,
        delivered.previous_screening_number,
        coalesce(numbers.subject_id, previous.subject_id) as previous_subject_id,
        delivered.known_from
    from {{ ref('int_rtsm_subject_current') }} as delivered
    left join {{ ref('int_subject_aliases') }} as aliases
        on delivered.study_id = aliases.study_id
        and delivered.subject_id = aliases.alias
    left join numbers
        on delivered.study_id = numbers.study_id
        and delivered.site_id = numbers.site_id
        and delivered.previous_screening_number = numbers.screening_number
    left join {{ ref('int_subject_aliases') }} as previous
        on delivered.study_id = previous.study_id
        and delivered.previous_screening_number = previous.alias
    where delivered.previous_screening_number is not null
),

flagged as (
    select aliases.study_id, aliases.subject_id, min(delivered.known_from) as known_from
    from {{ ref('int_subject_versions') }} as delivered
    left join {{ ref('int_study_aliases') }} as studies on delivered.study_id = studies.alias
    inner join {{ ref('int_subject_aliases') }} as aliases
        on coalesce(studies.study_id, delivered.study_id) = aliases.study_id
        and delivered.subject_id = aliases.alias
    where delivered.known_to is null
        and not delivered.is_deleted
        and delivered.is_rescreened
    group by aliases.study_id, aliases.subject_id
),

rescreened as (
    select
        coalesce(told.study_id, flagged.study_id) as study_id,
        coalesce(told.subject_id, flagged.subject_id) as subject_id,
        min(told.previous_screening_number) as previous_screening_number,
        case when count(distinct told.previous_subject_id) = 1 then min(told.previous_subject_id) end as previous_subject_id,
        min(coalesce(told.known_from, flagged.known_from)) as known_from
    from told
    full join flagged
        on told.study_id = flagged.study_id
        and told.subject_id = flagged.subject_id
    group by 1, 2
),

{# Each round doubles the attempts that lie between two of one person: the last one spans eight of them. #}
earlier_0 as (
    select study_id, subject_id, previous_subject_id as earlier_subject_id, 1 as distance
    from rescreened
    where previous_subject_id is not null
),

{% for round in range(1, rounds + 1) -%}
earlier_{{ round }} as (
    select study_id, subject_id, earlier_subject_id, distance from earlier_{{ round - 1 }}

    union

    select near.study_id, near.subject_id, far.earlier_subject_id, near.distance + far.distance
    from earlier_{{ round - 1 }} as near
    inner join earlier_{{ round - 1 }} as far
        on near.study_id = far.study_id
        and near.earlier_subject_id = far.subject_id
),

{% endfor -%}
{# Whoever comes before himself was told wrongly. #}
circles as (
    select distinct study_id, subject_id
    from earlier_{{ rounds }}
    where subject_id = earlier_subject_id
),

first_attempts as (
    select study_id, subject_id, earlier_subject_id, distance
    from (
        select
            earlier.*,
            row_number() over (
                partition by earlier.study_id, earlier.subject_id order by earlier.distance desc, earlier.earlier_subject_id
            ) as position
        from earlier_{{ rounds }} as earlier
        left join circles
            on earlier.study_id = circles.study_id
            and earlier.earlier_subject_id = circles.subject_id
        where circles.subject_id is null
    ) as ordered
    where position = 1
),

attempts as (
    select
        rescreened.study_id,
        rescreened.subject_id,
        rescreened.previous_screening_number,
        case when circles.subject_id is null then rescreened.previous_subject_id end as previous_subject_id,
        coalesce(first_attempts.earlier_subject_id, rescreened.subject_id) as first_subject_id,
        coalesce(first_attempts.distance, 0) + 1 as attempt,
        rescreened.known_from
    from rescreened
    left join circles
        on rescreened.study_id = circles.study_id
        and rescreened.subject_id = circles.subject_id
    left join first_attempts
        on rescreened.study_id = first_attempts.study_id
        and rescreened.subject_id = first_attempts.subject_id
)

{# Where the first one that is known was not the first, nobody knows how many there were. #}
select
    attempts.study_id,
    attempts.subject_id,
    attempts.previous_screening_number,
    attempts.previous_subject_id,
    attempts.first_subject_id,
    case when earliest.subject_id is null then attempts.attempt end as attempt,
    attempts.known_from
from attempts
left join rescreened as earliest
    on attempts.study_id = earliest.study_id
    and attempts.first_subject_id = earliest.subject_id
