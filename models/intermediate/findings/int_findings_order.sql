{# What is written down before it happened has no delay that could be told. Pages by site: there are many. #}
with pages as (
    select {{ finding('entered_before_visit', 'low', 'edc_page', 'site_id', counted('count(*)', 'pages were entered before the day of their visit: no delay can be given'), site_id='site_id', known='max(known_from)') }}
    from {{ ref('data_pages') }}
    where entered_date < visit_date
    group by study_id, site_id
),

events as (
    select {{ finding('entered_before_onset', 'medium', 'adverse_event', 'adverse_event_id', "'The event was entered before its onset: no delay can be given'", site_id='site_id') }}
    from {{ ref('adverse_events') }}
    where entered_date < onset_date
),

deviations as (
    select {{ finding('reported_before_deviation', 'medium', 'protocol_deviation', 'deviation_id', "'The deviation was reported before it occurred: no delay can be given'", site_id='site_id') }}
    from {{ ref('protocol_deviations') }}
    where reported_date < deviation_date
)

{% for finding in ['pages', 'events', 'deviations'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
