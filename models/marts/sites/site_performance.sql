with as_of as (
    select * from {{ ref('int_as_of') }}
),

enrollment as (
    select
        study_id,
        site_id,
        count(case when event_type = 'screened' then 1 end) as screened,
        count(case when event_type = 'screen_failed' then 1 end) as screen_failed,
        count(case when event_type = 'enrolled' then 1 end) as enrolled,
        count(case when event_type = 'randomized' then 1 end) as randomized,
        count(case when event_type = 'withdrawn' then 1 end) as withdrawn,
        min(case when event_type = 'enrolled' then event_date end) as first_enrolled_date,
        max(case when event_type = 'enrolled' then event_date end) as last_enrolled_date,
        count(case when event_type = 'enrolled' then event_date end) as dated_enrolled
    from {{ ref('enrollment_events') }}
    group by study_id, site_id
),

queries as (
    select
        study_id,
        site_id,
        count(*) as queries,
        count(case when is_open then 1 end) as open_queries,
        cast({{ median('age_days') }} as decimal(38, 10)) as median_query_days
    from {{ ref('data_queries') }}
    group by study_id, site_id
),

pages as (
    select study_id, site_id, count(*) as pages, count(case when is_late then 1 end) as late_pages
    from {{ ref('data_pages') }}
    group by study_id, site_id
),

deviations as (
    select
        study_id,
        site_id,
        count(*) as protocol_deviations,
        count(case when is_important then 1 end) as important_deviations
    from {{ ref('protocol_deviations') }}
    group by study_id, site_id
),

adverse_events as (
    select
        study_id,
        site_id,
        count(*) as adverse_events,
        count(case when is_serious then 1 end) as serious_adverse_events
    from {{ ref('adverse_events') }}
    group by study_id, site_id
),

overdue as (
    select study_id, site_id, count(case when is_overdue then 1 end) as overdue_visits
    from {{ ref('monitoring_due') }}
    group by study_id, site_id
),

{# As of the as-of date. #}
priors as (
    select priors.study_id, priors.prior_shape, priors.prior_days
    from {{ ref('int_site_rate_priors') }} as priors
    cross join as_of
    where priors.valid_from <= as_of.as_of_date
        and coalesce(priors.valid_to > as_of.as_of_date, true)
),

sites as (
    select
        sites.*,
        case
            when sites.activation_date > as_of.as_of_date then null
            when sites.closed_date < as_of.as_of_date
                then {{ days_between('sites.activation_date', 'sites.closed_date') }}
            else {{ days_between('sites.activation_date', 'as_of.as_of_date') }}
        end as active_days
    from {{ ref('dim_site') }} as sites
    cross join as_of
),

final as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.activation_date,
        sites.closed_date,
        enrollment.first_enrolled_date,
        {{ add_days('sites.activation_date', var('non_enrolling_days')) }} as mature_date,
        {{ ratio('sites.active_days', '30.4375') }} as active_months,
        {% for count in ['screened', 'screen_failed', 'enrolled', 'randomized', 'withdrawn'] -%}
        coalesce(enrollment.{{ count }}, 0) as {{ count }},
        {% endfor -%}
        {{ ratio('coalesce(enrollment.enrolled, 0) * 30.4375', 'sites.active_days') }}
            as enrollment_rate_per_month,
        case
            when sites.active_days > 0
                then {{ ratio(
                    '(priors.prior_shape + coalesce(enrollment.dated_enrolled, 0)) * 30.4375',
                    'priors.prior_days + sites.active_days'
                ) }}
        end as enrollment_rate_shrunk,
        sites.promised_rate as promised_rate_per_month,
        {{ ratio('enrollment.screen_failed', 'enrollment.screen_failed + enrollment.enrolled') }} as screen_failure_rate,
        {{ ratio('enrollment.withdrawn', 'enrollment.enrolled') }} as dropout_rate,
        enrollment.last_enrolled_date,
        coalesce(
            sites.active_days >= {{ var('non_enrolling_days') }} and coalesce(enrollment.enrolled, 0) = 0, false
        ) as is_non_enrolling,
        coalesce(sites.active_days >= {{ var('non_enrolling_days') }}, false) as is_long_active,
        coalesce(queries.open_queries, 0) as open_queries,
        coalesce(queries.queries, 0) as queries,
        queries.median_query_days,
        coalesce(pages.late_pages, 0) as late_pages,
        coalesce(pages.pages, 0) as pages,
        coalesce(deviations.protocol_deviations, 0) as protocol_deviations,
        coalesce(deviations.important_deviations, 0) as important_deviations,
        coalesce(adverse_events.adverse_events, 0) as adverse_events,
        coalesce(adverse_events.serious_adverse_events, 0) as serious_adverse_events,
        coalesce(overdue.overdue_visits, 0) as overdue_visits,
        {{ days_between('sites.activation_date', 'enrollment.first_enrolled_date') }}
            as days_activation_to_first_enrolled,
        {% for cycle in ['start_up', 'activation', 'contract', 'ethics', 'first_subject'] -%}
        cycles.{{ cycle }}_days_at_risk,
        cycles.is_{{ cycle }}_censored{{ ',' if not loop.last }}
        {% endfor %}
    from sites
    {% for facts in ['enrollment', 'queries', 'pages', 'deviations', 'adverse_events', 'overdue'] -%}
    left join {{ facts }} on sites.study_id = {{ facts }}.study_id and sites.site_id = {{ facts }}.site_id
    {% endfor -%}
    left join {{ ref('int_site_cycles') }} as cycles
        on sites.study_id = cycles.study_id
        and sites.site_id = cycles.site_id
    left join priors on sites.study_id = priors.study_id
)

select * from final
