with items as (
    select
        items.*,
        coalesce(sites.country_code, 'ZZ') as country_code,
        as_of.as_of_date,
        (items.closed_date is null or items.closed_date > as_of.as_of_date)
        and coalesce(lower(items.status), 'open') not in ('closed', 'cancelled') as is_open
    from {{ ref('int_action_item_current') }} as items
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on items.study_id = sites.study_id
        and items.site_id = sites.site_id
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
    closed_date,
    case
        when is_open then {{ days_between('opened_date', 'as_of_date') }}
        else {{ days_between('opened_date', 'closed_date') }}
    end as age_days,
    is_open,
    coalesce(is_open and due_date < as_of_date, false) as is_overdue,
    known_from,
    known_to
from items
