{# Model, feed, column, kind of meaning, and whether the word may be shown: what tells about a subject or of money may not. #}
{% set columns = [
    ('int_quality_tolerance_limit_current', 'quality_tolerance_limit', 'parameter', 'tolerance_parameter', true),
    ('tolerance_evaluations', 'tolerance_evaluation', 'state', 'tolerance_state', true),
    ('int_subject_current', 'subject', 'subject_status', 'subject_status', false),
    ('subject_visits', 'subject_visit', 'visit_type', 'visit_type', false),
    ('subject_visits', 'subject_visit', 'visit_status', 'visit_status', false),
    ('monitoring_visits', 'monitoring_visit', 'visit_method', 'monitoring_mode', true),
    ('monitoring_visits', 'monitoring_visit', 'visit_status', 'monitoring_visit_status', true),
    ('action_items', 'action_item', 'action_status', 'action_item_status', true),
    ('data_queries', 'edc_query', 'query_status', 'query_status', true),
    ('invoices', 'ap_invoice', 'invoice_status', 'invoice_status', false),
    ('enrollment_events', 'subject', "case when event_type = 'withdrawn' then reason end", 'withdrawal_reason', false),
    ('int_found_documents', 'tmf_document', 'first_qc_result', 'first_check', true),
    ('int_expected_documents', 'expected_document', 'milestone', 'tmf_milestone', true),
    ('int_issue_current', 'issue', 'severity', 'issue_severity', true),
    ('int_issue_current', 'issue', 'issue_type', 'issue_type', true),
    ('int_milestone_current', 'milestone', 'milestone_type', 'milestone_type', true),
] %}

with words as (
    {% for model, feed, column, kind, is_shown in columns -%}
    select
        study_id,
        '{{ feed }}' as entity,
        '{{ kind }}' as meaning_kind,
        {{ column if is_shown else 'cast(null as varchar)' }} as word,
        count(*) as rows_with_word,
        min(known_from) as known_from
    from {{ ref(model) }}
    where {{ column }} is not null and {{ meaning(kind, column) }} is null
    group by 1, 2, 3, 4
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        study_id,
        cast(null as varchar) as site_id,
        entity,
        meaning_kind || coalesce('|' || word, '') as entity_id,
        'word_without_meaning' as kind,
        'low' as severity,
        cast(rows_with_word as varchar) || ' rows have a word that the variable meanings does not know, so that they do not count by it'
            as detail,
        known_from as first_known_at
    from words
)

select * from final
