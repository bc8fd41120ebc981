with ctms_sites as (
    select * from {{ ref('int_site_current') }}
),

edc_only as (
    select
        subjects.study_id,
        subjects.site_id,
        case when count(distinct subjects.country) = 1 then min(subjects.country) end as country
    from {{ ref('int_subject_current') }} as subjects
    left join ctms_sites
        on subjects.study_id = ctms_sites.study_id
        and subjects.site_id = ctms_sites.site_id
    where subjects.site_id is not null
        and ctms_sites.site_id is null
    group by subjects.study_id, subjects.site_id
),

sites as (
    select
        study_id, site_id, site_number, site_name, country, city, investigator_id, investigator_name,
        site_status, selected_date, activation_date, planned_activation_date, closed_date, risk_tier,
        promised_rate, enrollment_cap, true as is_in_ctms
    from ctms_sites

    union all

    select
        study_id, site_id, null, null, country, null, null, null, null, null, null, null, null, null,
        null, null, false as is_in_ctms
    from edc_only
),

final as (
    select
        sites.study_id || '|' || sites.site_id as site_key,
        sites.study_id,
        sites.site_id,
        sites.site_number,
        coalesce(sites.site_name, organizations.organization_name) as site_name,
        coalesce(aliases.country_code, 'ZZ') as country_code,
        coalesce(sites.city, organizations.city) as city,
        sites.investigator_id,
        coalesce(sites.investigator_name, people.person_name) as investigator_name,
        sites.site_status,
        sites.selected_date,
        sites.activation_date,
        sites.planned_activation_date,
        sites.closed_date,
        sites.risk_tier,
        sites.promised_rate,
        sites.enrollment_cap,
        sites.is_in_ctms
    from sites
    left join {{ ref('country_aliases') }} as aliases on lower(trim(sites.country)) = aliases.country_alias
    left join {{ ref('int_site_organizations') }} as organizations
        on sites.study_id = organizations.study_id
        and sites.site_id = organizations.site_id
    left join {{ ref('int_person_current') }} as people on sites.investigator_id = people.person_id
)

select * from final
