with reviewing_visits as (
    select study_id, site_id, actual_end_date
    from {{ ref('int_monitoring_visit_current') }}
    where visit_type in ('interim', 'close_out')
),

carried as (
    select
        items.study_id,
        items.action_item_id,
        min(visits.actual_end_date) as carried_date
    from {{ ref('int_action_item_current') }} as items
    inner join reviewing_visits as visits
        on items.study_id = visits.study_id
        and items.site_id = visits.site_id
        and items.opened_date < visits.actual_end_date
        and (items.closed_date is null or items.closed_date > visits.actual_end_date)
    group by items.study_id, items.action_item_id
),

items as (
    select
        items.*,
        carried.carried_date,
        coalesce(sites.country_code, 'ZZ') as country_code,
        as_of.as_of_date,
        (items.closed_date is null or items.closed_date > as_of.as_of_date)
        and coalesce({{ meaning('action_item_status', 'items.status') }}, 'open') = 'open' as is_open
    from {{ ref('int_action_item_current') }} as items
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on items.study_id = sites.study_id
        and items.site_id = sites.site_id
    left join carried
        on items.study_id = carried.study_id
        and items.action_item_id = carried.action_item_id
)

select
    study_id,
    action_item_id,
    site_id,
    country_code,
    monitoring_visit_id,
    category,
    status as action_status,
    opened_date,
    due_date,
    carried_date,
    closed_date,
    case
        when coalesce({{ meaning('action_item_status', 'status') }}, 'open') <> 'cancelled' then coalesce(closed_date, date '9999-12-31')
    end as open_until_date,
    case
        when is_open then {{ days_between('opened_date', 'as_of_date') }}
        else {{ days_between('opened_date', 'closed_date') }}
    end as age_days,
    is_open,
    coalesce(is_open and due_date < as_of_date, false) as is_overdue,
    known_from,
    known_to
from items
