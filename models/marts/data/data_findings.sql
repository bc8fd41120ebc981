{# Who is to clear the findings of each topic. #}
{% set owners = {
    'references': 'clinical operations', 'sites': 'clinical operations', 'subjects': 'clinical operations',
    'participation': 'clinical operations', 'monitoring': 'clinical operations', 'conduct': 'clinical operations',
    'quality': 'clinical operations', 'finance': 'clinical finance', 'books': 'clinical finance',
    'contracts': 'clinical finance', 'items': 'data management', 'documents': 'clinical operations',
    'milestones': 'clinical operations', 'safety': 'drug safety', 'supply': 'clinical supply',
    'sources': 'data management', 'registry': 'clinical operations', 'words': 'data platform',
    'deliveries': 'data platform', 'future': 'clinical operations', 'identity': 'data management',
    'records': 'data management', 'duplicates': 'data management', 'laboratory': 'data management',
    'health_records': 'data management', 'order': 'data management'
} %}

with findings as (
    {% for topic, owner in owners.items() -%}
    select study_id, site_id, entity, entity_id, kind, severity, detail, first_known_at, '{{ owner }}' as owner
    from {{ ref('int_findings_' ~ topic) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        {{ text_hash(joined_key(['findings.kind', 'findings.study_id', 'findings.entity', 'findings.entity_id', 'findings.site_id'])) }}
            as finding_id,
        findings.study_id,
        findings.site_id,
        findings.entity,
        findings.entity_id,
        findings.kind,
        findings.severity,
        findings.owner,
        findings.detail,
        findings.first_known_at,
        {{ days_between('cast(findings.first_known_at as date)', 'as_of.as_of_date') }} as age_days
    from findings
    cross join {{ ref('int_as_of') }} as as_of
)

select * from final
