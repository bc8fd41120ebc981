{# A number is the sponsor's own; other ids are told apart by the system that gives them. #}
with numbers as (
    select distinct person_number
    from {{ ref('int_person_versions') }}
    where known_to is null and person_number is not null
),

sites as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        lower(trim(sites.city)) as city,
        sites.investigator_id,
        sites.investigator_name,
        case
            when numbers.person_number is not null then sites.investigator_id
            else delivered._source || ':' || sites.investigator_id
        end as investigator_key
    from {{ ref('dim_site') }} as sites
    inner join {{ ref('int_site_current') }} as delivered
        on sites.study_id = delivered.study_id
        and sites.site_id = delivered.site_id
    left join numbers on sites.investigator_id = numbers.person_number
    where sites.investigator_id is not null or sites.investigator_name is not null
),

spellings as (
    select investigator_key, investigator_name, count(*) as sites
    from sites
    where investigator_key is not null and investigator_name is not null
    group by investigator_key, investigator_name
),

main_spellings as (
    select investigator_key, investigator_name
    from (
        select
            spellings.*,
            row_number() over (
                partition by investigator_key order by sites desc, length(investigator_name) desc, investigator_name
            ) as position
        from spellings
    ) as ordered
    where position = 1
),

compared as (
    select distinct main_spellings.investigator_name as name, spellings.investigator_name as other_name
    from spellings
    inner join main_spellings on spellings.investigator_key = main_spellings.investigator_key
),

alike as (
    {{ alike_names('compared', ref('int_investigator_words')) }}
),

{# An id that two people bear is the one's whose name most of its sites give. #}
final as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.city,
        sites.investigator_id,
        sites.investigator_name,
        sites.investigator_key is not null
            and (
                sites.investigator_name is null
                or sites.investigator_name = main_spellings.investigator_name
                or coalesce(alike.similarity >= {{ var('same_person_share') }}, false)
            ) as is_identified,
        sites.investigator_key
    from sites
    left join main_spellings on sites.investigator_key = main_spellings.investigator_key
    left join alike
        on main_spellings.investigator_name = alike.name
        and sites.investigator_name = alike.other_name
)

select
    study_id,
    site_id,
    country_code,
    city,
    investigator_id,
    investigator_name,
    is_identified,
    case when is_identified then investigator_key else study_id || '|' || site_id end as own_identity_id
from final
