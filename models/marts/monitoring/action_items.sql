with staged as (
    select
        items.*,
        coalesce({{ meaning('action_item_status', 'items.status') }}, 'open') as stage
    from {{ ref('int_action_item_current') }} as items
),

{# An item whose closing has no day is not known to have been open on any. #}
dated as (
    select
        staged.*,
        case
            when stage = 'open' then coalesce(closed_date, date '9999-12-31')
            when stage = 'closed' then closed_date
        end as open_until_date
    from staged
),

reviewing_visits as (
    select study_id, site_id, actual_end_date
    from {{ ref('int_monitoring_visit_current') }}
    where visit_type in ('interim', 'close_out')
),

carried as (
    select
        items.study_id,
        items.action_item_id,
        min(visits.actual_end_date) as carried_date
    from dated as items
    inner join reviewing_visits as visits
        on items.study_id = visits.study_id
        and items.site_id = visits.site_id
        and items.opened_date < visits.actual_end_date
        and coalesce(items.open_until_date, items.closed_date) > visits.actual_end_date
    group by items.study_id, items.action_item_id
),

items as (
    select
        dated.*,
        carried.carried_date,
        coalesce(sites.country_code, 'ZZ') as country_code,
        as_of.as_of_date,
        (dated.closed_date is null or dated.closed_date > as_of.as_of_date) and dated.stage = 'open' as is_open
    from dated
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on dated.study_id = sites.study_id
        and dated.site_id = sites.site_id
    left join carried
        on dated.study_id = carried.study_id
        and dated.action_item_id = carried.action_item_id
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
    open_until_date,
    case
        when is_open then {{ days_between('opened_date', 'as_of_date') }}
        else {{ days_between('opened_date', 'closed_date') }}
    end as age_days,
    is_open,
    coalesce(is_open and due_date < as_of_date, false) as is_overdue,
    known_from,
    known_to
from items
