with monitors as (
    select * from {{ ref('int_site_monitors') }}
),

work as (
    select study_id, site_id, 'subject' as work_type, subject_id as work_id, from_date, left_date as until_date
    from {{ ref('subject_stays') }}

    union all

    select
        study_id,
        site_id,
        'overdue_task' as work_type,
        task_id as work_id,
        {{ add_days('due_date', 1) }} as from_date,
        completed_date as until_date
    from {{ ref('int_study_task_current') }}
    where due_date is not null
),

shared_out as (
    select
        monitors.study_id,
        monitors.site_id,
        monitors.country_code,
        monitors.person_id,
        work.work_type,
        work.work_id,
        case when work.from_date > monitors.valid_from then work.from_date else monitors.valid_from end as valid_from,
        case
            when work.until_date <= coalesce(monitors.valid_to, work.until_date) then work.until_date
            else monitors.valid_to
        end as valid_to
    from monitors
    inner join work
        on monitors.study_id = work.study_id
        and monitors.site_id = work.site_id
),

final as (
    select
        study_id,
        site_id,
        country_code,
        person_id,
        'site' as work_type,
        assignment_id as work_id,
        valid_from,
        valid_to
    from monitors

    union all

    select * from shared_out
    where valid_to is null or valid_from < valid_to
)

select
    study_id,
    site_id,
    country_code,
    person_id,
    work_type,
    work_id,
    valid_from,
    valid_to
from final
