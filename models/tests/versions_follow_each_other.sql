-- Versions of a row neither overlap nor leave an instant out, and at most one stands over all sources.
{% for feed, key in {
    'site': 'site_id',
    'subject': 'subject_id',
    'monitoring_visit': 'monitoring_visit_id',
    'edc_query': 'query_id',
}.items() %}
select study_id, id
from (
    select
        study_id,
        {{ key }} as id,
        known_from,
        known_to,
        lead(known_from) over (partition by study_id, {{ key }}, _source order by known_from) as next_known_from,
        count(case when is_current then 1 end) over (partition by study_id, {{ key }}) as standing
    from {{ ref('int_' ~ feed ~ '_versions') }}
) as {{ feed }}_versions
where known_to <= known_from
    or coalesce(known_to <> next_known_from, known_to is not null or next_known_from is not null)
    or standing > 1
{{ 'union all' if not loop.last }}
{% endfor %}
