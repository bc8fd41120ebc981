{% set cycles = {
    'start_up': ['site_identified', 'site_activated'],
    'activation': ['site_selected', 'site_activated'],
    'contract': ['contract_draft_sent', 'contract_executed'],
    'ethics': ['ec_submitted', 'ec_approved'],
    'first_subject': ['site_activated', 'first_subject_enrolled'],
} %}

{# What has not ended is followed to the as-of date, or to the closing of the site. #}
with sites as (
    select
        sites.*,
        as_of.as_of_date,
        case when sites.closed_date < as_of.as_of_date then sites.closed_date else as_of.as_of_date end as followed_to_date
    from {{ ref('site_activation') }} as sites
    cross join {{ ref('int_as_of') }} as as_of
    where sites.is_selected
        and coalesce(sites.site_selected_date <= as_of.as_of_date, true)
),

measured as (
    select
        study_id,
        site_id,
        {% for cycle, (start, finish) in cycles.items() -%}
        case
            when {{ start }}_date > as_of_date or {{ finish }}_date < {{ start }}_date then null
            when {{ finish }}_date <= as_of_date then {{ days_between(start ~ '_date', finish ~ '_date') }}
            when followed_to_date <= {{ start }}_date then 0
            else {{ days_between(start ~ '_date', 'followed_to_date') }}
        end as {{ cycle }}_days_at_risk,
        coalesce({{ finish }}_date > as_of_date, true) as is_{{ cycle }}_open{{ ',' if not loop.last }}
        {% endfor %}
    from sites
)

select
    study_id,
    site_id,
    {% for cycle in cycles -%}
    {{ cycle }}_days_at_risk,
    case when {{ cycle }}_days_at_risk is not null then is_{{ cycle }}_open end as is_{{ cycle }}_censored{{ ',' if not loop.last }}
    {% endfor %}
from measured
