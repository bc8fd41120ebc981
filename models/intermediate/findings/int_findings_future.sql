{# What is told to have happened cannot lie after the day on which it was delivered; a day is left for time zones. #}
{% set happened = {
    'site': ('site_id', 'activation_date', 'site_id'),
    'milestone': ('milestone_id', 'actual_date', 'site_id'),
    'monitoring_visit': ('monitoring_visit_id', 'actual_end_date', 'site_id'),
    'subject_visit': ("subject_id || '|' || visit_id", 'visit_date_lower', 'cast(null as varchar)'),
    'protocol_deviation': ('deviation_id', 'deviation_date_lower', 'site_id'),
    'adverse_event': ('adverse_event_id', 'onset_date_lower', 'site_id')
} %}

{% for feed, (id, day, site) in happened.items() -%}
select {{ finding('event_in_future', 'medium', feed, id, "'It is dated after the day on which it was delivered'", site_id=site) }}
from {{ ref('int_' ~ feed ~ '_current') }}
where {{ day }} > {{ add_days('cast(known_from as date)', 1) }}
{{ 'union all' if not loop.last }}
{% endfor %}
