with findings as (
    {% for topic in ['references', 'sites', 'subjects', 'participation', 'monitoring', 'conduct', 'quality', 'finance', 'books', 'contracts', 'items', 'documents', 'milestones', 'safety', 'supply', 'sources', 'registry', 'words', 'deliveries'] -%}
    select study_id, site_id, entity, entity_id, kind, severity, detail, first_known_at
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
        findings.detail,
        findings.first_known_at,
        {{ days_between('cast(findings.first_known_at as date)', 'as_of.as_of_date') }} as age_days
    from findings
    cross join {{ ref('int_as_of') }} as as_of
)

select * from final
