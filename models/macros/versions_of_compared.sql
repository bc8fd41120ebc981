{# Common table expressions that end in `versions`: of the keys that come more than once, what opens and closes each version. #}
{% macro versions_of_compared(relation, key, study_column, record_id) %}
{%- set key_columns = key | join(', ') %}
delivered as (
    select
        {% for column in key %}staged.{{ column }}, {% endfor %}
        {%- if study_column and study_column not in key %}
        staged.{{ study_column }},
        {%- endif %}
        staged._source,
        staged._scope,
        staged._mode,
        staged._load_id,
        staged._loaded_at,
        staged._row,
        staged._row_hash,
        staged._is_delete,
        row_number() over (
            partition by {% for column in key %}staged.{{ column }}, {% endfor %}staged._source, staged._load_id
            order by staged._row desc
        ) as _position
    from {{ relation }} as staged
    left join compared_keys on {{ same_key('staged', 'compared_keys', key) }}
    where (
        compared_keys.{{ key[0] }} is not null
        or not (staged.{{ key | join(' is not null and staged.') }} is not null)
    )
    {%- if record_id %}
        and (not staged._is_delete or (staged.{{ key | join(' is not null and staged.') }} is not null))
    {%- endif %}
),

rows_in_order as (
    select
        delivered.*,
        lead(_loaded_at) over (partition by {{ key_columns }}, _source order by _loaded_at, _load_id) as _next_at,
        lead(_load_id) over (partition by {{ key_columns }}, _source order by _loaded_at, _load_id) as _next_load
    from delivered
    where _position = 1
),

vouched as (
    select
        rows_in_order.*,
        snapshots._following_at,
        snapshots._following_load,
        1 as _snapshot_rank
    from rows_in_order
    inner join snapshots
        on rows_in_order._source = snapshots._source
        and rows_in_order._scope = snapshots._scope
        and rows_in_order._load_id = snapshots._load_id
    where rows_in_order._mode = 'snapshot'

    union all

    select
        rows_in_order.*,
        snapshots._loaded_at as _following_at,
        snapshots._load_id as _following_load,
        row_number() over (
            partition by {{ key_columns }}, rows_in_order._source, rows_in_order._load_id
            order by snapshots._loaded_at, snapshots._load_id
        ) as _snapshot_rank
    from rows_in_order
    inner join snapshots
        on rows_in_order._source = snapshots._source
        and (
            rows_in_order._loaded_at < snapshots._loaded_at
            or (rows_in_order._loaded_at = snapshots._loaded_at and rows_in_order._load_id < snapshots._load_id)
        )
        and snapshots._is_complete
        {% if study_column -%}
        and (
            position(':' in snapshots._scope) = 0
            or substring(snapshots._scope, position(':' in snapshots._scope) + 1) = {{ study_column }}
        )
        {%- endif %}
    where rows_in_order._mode <> 'snapshot'
),

events as (
    select
        {{ key_columns }}, _source, _load_id, _row, _row_hash,
        _loaded_at as known_from,
        _load_id as known_load_id,
        _is_delete as is_deleted,
        1 as _precedence
    from rows_in_order

    {% if record_id -%}
    union all

    select
        {{ key_columns }}, rows_in_order._source, _load_id, _row, _row_hash,
        record_deletes._deleted_at as known_from,
        record_deletes._deleting_load as known_load_id,
        true as is_deleted,
        0 as _precedence
    from rows_in_order
    inner join record_deletes
        on rows_in_order._source = record_deletes._source
        and rows_in_order.{{ record_id }} = record_deletes._record_id
        and rows_in_order._loaded_at <= record_deletes._deleted_at
        and (rows_in_order._next_at is null or rows_in_order._next_at > record_deletes._deleted_at)
    {%- endif %}

    union all

    select
        {{ key_columns }}, _source, _load_id, _row, _row_hash,
        _following_at as known_from,
        _following_load as known_load_id,
        true as is_deleted,
        1 as _precedence
    from vouched
    where _snapshot_rank = 1
        and not _is_delete
        and _following_load is not null
        and (
            _next_load is null
            or _next_at > _following_at
            or (_next_at = _following_at and _next_load > _following_load)
        )
),

ranked as (
    select
        events.*,
        row_number() over (
            partition by {{ key_columns }}, _source, known_from order by _precedence, known_load_id desc, is_deleted
        ) as _instant_rank
    from events
),

compared as (
    select
        ranked.*,
        lag(_row_hash) over (partition by {{ key_columns }}, _source order by known_from) as _previous_hash,
        lag(is_deleted) over (partition by {{ key_columns }}, _source order by known_from) as _previous_deleted
    from ranked
    where _instant_rank = 1
),

changed as (
    select
        compared.*,
        lead(known_from) over (partition by {{ key_columns }}, _source order by known_from) as known_to
    from compared
    where _previous_hash is null
        or is_deleted <> _previous_deleted
        or (not is_deleted and _row_hash <> _previous_hash)
),

versions as (
    select
        changed.*,
        row_number() over (
            partition by {{ key_columns }}
            order by
                case when known_to is null and not is_deleted then 0 else 1 end,
                known_from desc, known_load_id desc, _source
        ) as _standing_rank
    from changed
)
{% endmacro %}
