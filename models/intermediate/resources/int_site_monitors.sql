{#
Of two during a handover or a cover the one assigned last is in charge, and after a cover the other again; who is in
charge counts while the site is active.
#}
with assignments as (
    select *
    from {{ ref('int_resource_assignment_current') }}
    where lower(role) in ('{{ var('monitor_roles') | join("', '") }}')
        and assigned_from is not null
        and site_id is not null
),

changes as (
    select study_id, site_id, assigned_from as changed_on
    from assignments

    union

    select study_id, site_id, {{ add_days('assigned_to', 1) }} as changed_on
    from assignments
    where assigned_to is not null
),

stretches as (
    select
        changes.*,
        lead(changed_on) over (partition by study_id, site_id order by changed_on) as next_changed_on
    from changes
),

running as (
    select
        stretches.*,
        assignments.person_id,
        assignments.assignment_id,
        row_number() over (
            partition by stretches.study_id, stretches.site_id, stretches.changed_on
            order by assignments.assigned_from desc, assignments.assignment_id desc
        ) as position
    from stretches
    inner join assignments
        on stretches.study_id = assignments.study_id
        and stretches.site_id = assignments.site_id
        and stretches.changed_on >= assignments.assigned_from
        and (assignments.assigned_to is null or stretches.changed_on <= assignments.assigned_to)
),

in_charge as (
    select
        study_id,
        site_id,
        person_id,
        assignment_id,
        changed_on as assigned_from,
        next_changed_on as assigned_until
    from running
    where position = 1
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
