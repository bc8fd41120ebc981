with made as (
    {% for feed, id in [
        ['adverse_event', 'adverse_event_id'], ['consent', 'consent_id'], ['demographics', 'subject_id'],
        ['disposition', 'disposition_id'], ['eligibility', 'criterion_id'], ['exposure', 'exposure_id'],
        ['lab_result', 'lab_result_id'], ['subject_visit', 'visit_id'],
        ['vital_sign', 'vital_sign_id'],
    ] -%}
    select
        '{{ feed }}' as feed,
        study_id,
        {{ id }} as entity_id,
        _refused,
        _loaded_at,
        row_number() over (partition by _record order by _loaded_at desc) as _recency
    from {{ ref('base_items__' ~ feed) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    study_id,
    cast(null as varchar) as site_id,
    feed as entity,
    entity_id,
    'mapped_row_refused' as kind,
    'medium' as severity,
    'The items make a row that its contract refuses: ' || replace(_refused, '|', ' in column ') as detail,
    _loaded_at as first_known_at
from made
where _recency = 1 and _refused is not null
