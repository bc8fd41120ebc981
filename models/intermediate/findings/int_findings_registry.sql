with registered as (
    select
        coalesce(aliases.study_id, studies.study_id) as portfolio_study_id,
        studies.registry,
        studies.registry_id,
        studies.enrollment_count,
        studies.enrollment_type,
        studies.known_from
    from {{ ref('int_registry_study_versions') }} as studies
    left join {{ ref('int_study_aliases') }} as aliases on studies.study_id = aliases.alias
    where studies.known_to is null and not studies.is_deleted
),

enrollment_differs as (
    select {{ finding('registry_enrollment_differs', 'medium', 'registry_study', 'registered.registry_id', "'The registry announces ' || cast(registered.enrollment_count as varchar) || ' subjects, the plan ' || cast(studies.planned_subjects as varchar)", study_id='studies.study_id', known='registered.known_from') }}
    from registered
    inner join {{ ref('dim_study') }} as studies on registered.portfolio_study_id = studies.study_id
    where lower(registered.enrollment_type) = 'estimated'
        and registered.enrollment_count <> studies.planned_subjects
),

not_recruiting as (
    select
        registered.portfolio_study_id as study_id,
        sites.facility,
        sites.city,
        sites.known_from
    from {{ ref('int_registry_site_versions') }} as sites
    inner join registered
        on sites.registry = registered.registry
        and sites.registry_id = registered.registry_id
    where sites.known_to is null and not sites.is_deleted
        and lower(replace(sites.status, '_', ' ')) = 'not yet recruiting'
),

{# A registry knows places by name alone; two of one name in a town are left out. #}
stale_status as (
    select {{ finding('registry_site_status_stale', 'medium', 'registry_site', 'max(sites.site_id)', "'The registry shows the site as not yet recruiting although it has been active since ' || cast(max(sites.activation_date) as varchar)", study_id='not_recruiting.study_id', site_id='max(sites.site_id)', known='max(not_recruiting.known_from)') }}
    from not_recruiting
    inner join {{ ref('dim_site') }} as sites
        on not_recruiting.study_id = sites.study_id
        and lower(not_recruiting.facility) = lower(sites.site_name)
        and lower(not_recruiting.city) = lower(sites.city)
    cross join {{ ref('int_as_of') }} as as_of
    group by not_recruiting.study_id, not_recruiting.facility, not_recruiting.city
    having count(distinct sites.site_id) = 1
        and max(sites.activation_date) < max({{ add_days('as_of.as_of_date', -var('registry_update_days')) }})
)

{% for finding in ['enrollment_differs', 'stale_status'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
