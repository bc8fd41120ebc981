{# Of two during a handover the one assigned last is in charge; who is in charge counts while the site is active. #}
with assignments as (
    select
        assignments.*,
        lead(assigned_from) over (
            partition by study_id, site_id order by assigned_from, assignment_id
        ) as next_assigned_from
    from {{ ref('int_resource_assignment_current') }} as assignments
    where lower(role) in ('{{ var('monitor_roles') | join("', '") }}')
        and assigned_from is not null
        and site_id is not null
),

in_charge as (
    select
        study_id,
        site_id,
        person_id,
        assignment_id,
        assigned_from,
        case
            when next_assigned_from <= coalesce(assigned_to, next_assigned_from) then next_assigned_from
            else {{ add_days('assigned_to', 1) }}
        end as assigned_until
    from assignments
),

final as (
    select
        in_charge.study_id,
        in_charge.site_id,
        sites.country_code,
        in_charge.person_id,
        in_charge.assignment_id,
        case
            when sites.activation_date > in_charge.assigned_from then sites.activation_date
            else in_charge.assigned_from
        end as valid_from,
        case
            when sites.closed_date <= coalesce(in_charge.assigned_until, sites.closed_date) then sites.closed_date
            else in_charge.assigned_until
        end as valid_to
    from in_charge
    inner join {{ ref('dim_site') }} as sites
        on in_charge.study_id = sites.study_id
        and in_charge.site_id = sites.site_id
    where sites.activation_date is not null
)

select * from final
where valid_to is null or valid_from < valid_to
