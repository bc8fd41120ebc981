-- Versions of a row neither overlap nor leave an instant out, and at most one stands over all sources.
{% test versions_follow_each_other(model, key) %}

select {{ key | join(', ') }}
from (
    select
        {{ key | join(', ') }},
        known_from,
        known_to,
        lead(known_from) over (partition by {{ key | join(', ') }}, _source order by known_from) as next_known_from,
        count(case when is_current then 1 end) over (partition by {{ key | join(', ') }}) as standing
    from {{ model }}
) as versions
where known_to <= known_from
    or coalesce(known_to <> next_known_from, known_to is not null or next_known_from is not null)
    or standing > 1

{% endtest %}
