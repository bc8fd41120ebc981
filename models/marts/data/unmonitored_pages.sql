with pages as (
    select *
    from {{ ref('data_pages') }}
    where items_to_verify > 0 and entered_date is not null and is_site_in_ctms
),

changes as (
    select study_id, page_id, entered_date as changed_date from pages

    union

    select pages.study_id, pages.page_id, queries.resolved_date
    from {{ ref('data_queries') }} as queries
    inner join pages
        on queries.study_id = pages.study_id
        and queries.page_id = pages.page_id
    where queries.resolved_date > pages.entered_date
),

waits as (
    select
        changes.*,
        {{ add_days('changed_date', var('unmonitored_page_days') + 1) }} as unmonitored_from,
        lead(changed_date) over (partition by study_id, page_id order by changed_date) as next_changed_date
    from changes
),

ended as (
    select
        pages.study_id,
        pages.page_id,
        pages.subject_id,
        pages.site_id,
        pages.country_code,
        pages.form_id,
        waits.changed_date,
        waits.unmonitored_from,
        case
            when pages.items_verified >= pages.items_to_verify
                and pages.verified_date <= coalesce(waits.next_changed_date, pages.verified_date)
                then pages.verified_date
            else waits.next_changed_date
        end as unmonitored_until
    from waits
    inner join pages
        on waits.study_id = pages.study_id
        and waits.page_id = pages.page_id
)

select *
from ended
where unmonitored_until is null or unmonitored_from < unmonitored_until
