with subjects as (
    select * from {{ ref('int_subject_current') }}
),

{# Names of every source: one that leads for the rest may not tell them. They give way to what leads. #}
people as (
    select
        coalesce(studies.study_id, people.study_id) as study_id,
        coalesce(ids.subject_id, people.subject_id) as subject_id,
        people.subject_name,
        people.subject_number,
        people.screening_number
    from {{ ref('int_demographics_versions') }} as people
    left join {{ ref('int_study_aliases') }} as studies on people.study_id = studies.alias
    left join {{ ref('int_subject_source_ids') }} as ids
        on coalesce(studies.study_id, people.study_id) = ids.study_id
        and people.subject_id = ids.alias
    where people.known_to is null and not people.is_deleted
),

names as (
    select study_id, subject_id, subject_number as alias, 0 as precedence from subjects

    union all

    select study_id, subject_id, screening_number, 0 from subjects

    union all

    select names.study_id, names.subject_id, names.alias, names.precedence
    from (
        {% for name in ['subject_name', 'subject_number', 'screening_number'] -%}
        select study_id, subject_id, {{ name }} as alias, 0 as precedence from {{ ref('int_demographics_current') }}

        union all

        select study_id, subject_id, {{ name }}, 1 from people
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as names
    inner join subjects
        on names.study_id = subjects.study_id
        and names.subject_id = subjects.subject_id
),

source_ids as (
    select aliases.study_id, aliases.alias, aliases.subject_id
    from {{ ref('int_subject_source_ids') }} as aliases
    inner join subjects
        on aliases.study_id = subjects.study_id
        and aliases.subject_id = subjects.subject_id
    left join subjects as named
        on aliases.study_id = named.study_id
        and aliases.alias = named.subject_id
    where named.subject_id is null
),

ranked_names as (
    select
        study_id,
        subject_id,
        alias,
        precedence = min(precedence) over (partition by study_id, alias) as is_leading
    from names
    where alias is not null
),

unambiguous as (
    select study_id, alias, min(subject_id) as subject_id
    from ranked_names
    where is_leading
    group by study_id, alias
    having count(distinct subject_id) = 1
),

final as (
    select study_id, subject_id as alias, subject_id from subjects

    union all

    select study_id, alias, subject_id from source_ids

    union all

    select unambiguous.study_id, unambiguous.alias, unambiguous.subject_id
    from unambiguous
    left join subjects
        on unambiguous.study_id = subjects.study_id
        and unambiguous.alias = subjects.subject_id
    left join source_ids
        on unambiguous.study_id = source_ids.study_id
        and unambiguous.alias = source_ids.alias
    where subjects.subject_id is null
        and source_ids.alias is null
)

select * from final
