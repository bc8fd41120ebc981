{% set lineage = '_row_hash, _load_id, _loaded_at, _row, _mode, _source, _scope, _is_complete, _is_delete' -%}
{% set item_columns = [
    'study_id', 'item_id', 'subject_id', 'site_id', 'visit_name', 'visit_date', 'event_repeat', 'form_id', 'form_repeat',
    'group_id', 'group_repeat', 'record_id', 'field_id', 'log_number', 'value', 'unit',
] | join(', ') -%}
with delivered as (
    select * from {{ ref('stg_lake__edc_item') }} where {{ item_filter() or '1 = 0' }}
),

{# A row that stands for each snapshot: what is mapped may be gone from it altogether. #}
snapshots as (
    select
        min(study_id) as study_id,
        '' as item_id,
        'snapshot' as _row_hash,
        _load_id,
        _loaded_at,
        min(_row) as _row,
        _mode,
        _source,
        _scope,
        _is_complete,
        false as _is_delete
    from {{ ref('stg_lake__edc_item') }}
    where _mode = 'snapshot' and {{ '1 = 1' if item_filter() else '1 = 0' }}
    group by _load_id, _loaded_at, _mode, _source, _scope, _is_complete
),

known_items as (
    select
        delivered.*,
        row_number() over (partition by study_id, item_id, _source order by _loaded_at desc, _load_id desc, _row desc) as _recency
    from delivered
    where field_id is not null
),

removals as (
    select * from delivered where field_id is null and _is_delete
),

{# A removal of a subject, event, form or group is one of each item that was ever in it. #}
removed as (
    select
        {% for column in item_columns.split(', ') %}items.{{ column }}, {% endfor %}
        removals.changed_at,
        {% for column in lineage.split(', ') %}removals.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
    from known_items as items
    inner join removals
        on items.study_id = removals.study_id
        and items._source = removals._source
        and items.subject_id = removals.subject_id
        {% for level in [['visit_name', 'event_repeat'], ['form_id', 'form_repeat'], ['group_id', 'group_repeat', 'record_id']] -%}
        and (
            removals.{{ level[0] }} is null
            or (
                {% for column in level -%}
                coalesce(items.{{ column }}, '') = coalesce(removals.{{ column }}, '')
                {{ 'and ' if not loop.last }}
                {%- endfor %}
            )
        )
        {% endfor %}
    where items._recency = 1
),

changes as (
    select {{ item_columns }}, changed_at, {{ lineage }}
    from delivered
    where field_id is not null

    union all

    select {{ item_columns }}, changed_at, {{ lineage }} from removed

    union all

    select
        study_id,
        item_id,
        {% for _ in item_columns.split(', ')[2:] %}cast(null as varchar), {% endfor %}
        cast(null as varchar),
        {{ lineage }}
    from snapshots
),

{# A log may come late: what happened before a change that was delivered before it is history, and changes nothing. #}
ordered as (
    select
        changes.*,
        {{ parse_instant('changed_at') }} as _changed,
        max({{ parse_instant('changed_at') }}) over (
            partition by study_id, item_id, _source order by _loaded_at, _load_id, _row
            rows between unbounded preceding and 1 preceding
        ) as _changed_before
    from changes
),

final as (
    select {{ item_columns }}, changed_at, {{ lineage }}
    from ordered
    where _mode <> 'log' or _changed is null or _changed_before is null or _changed >= _changed_before
)

select * from final
