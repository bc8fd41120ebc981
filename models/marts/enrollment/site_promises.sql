with sites as (
    select study_id, site_id, country_code, promised_rate, activation_date, closed_date
    from {{ ref('dim_site') }}
    where promised_rate > 0 and activation_date is not null
),

priors as (
    select * from {{ ref('int_site_rate_priors') }}
),

steps as (
    select study_id, site_id, activation_date as step_date, 0 as enrolled from sites

    union all

    select
        sites.study_id,
        sites.site_id,
        case when events.event_date > sites.activation_date then events.event_date else sites.activation_date end,
        1
    from {{ ref('enrollment_events') }} as events
    inner join sites
        on events.study_id = sites.study_id
        and events.site_id = sites.site_id
    where events.event_type = 'enrolled' and events.event_date is not null

    union all

    select sites.study_id, sites.site_id, priors.valid_from, 0
    from sites
    inner join priors
        on sites.study_id = priors.study_id
        and sites.activation_date < priors.valid_from
),

days as (
    select study_id, site_id, step_date, sum(enrolled) as enrolled
    from steps
    group by study_id, site_id, step_date
),

periods as (
    select
        study_id,
        site_id,
        step_date as valid_from,
        lead(step_date) over (partition by study_id, site_id order by step_date) as valid_to,
        sum(enrolled) over (partition by study_id, site_id order by step_date) as enrolled
    from days
)

select
    sites.study_id,
    sites.site_id,
    sites.country_code,
    sites.promised_rate,
    sites.activation_date,
    sites.closed_date,
    periods.valid_from,
    periods.valid_to,
    cast(periods.enrolled as bigint) as enrolled,
    priors.prior_shape,
    priors.prior_days
from periods
inner join sites
    on periods.study_id = sites.study_id
    and periods.site_id = sites.site_id
left join priors
    on periods.study_id = priors.study_id
    and periods.valid_from >= priors.valid_from
    and periods.valid_from < coalesce(priors.valid_to, date '9999-12-31')
