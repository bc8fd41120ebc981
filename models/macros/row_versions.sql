{#
Turns deliveries into versions of each row: one row per key, source and known_from.

A delivered row opens a version when it differs from the version before it. A row marked deleted closes
it; so does absence from the next snapshot of the same source and scope. A row that comes back opens a
new version. known_to is NULL while a version stands. Loads are ordered by time, then load id, so the
result does not depend on the order of rows or files; of several states that one source delivers at the
same instant the last one counts. is_current marks the one standing version of a key over all sources.
An empty snapshot names no scope and therefore deletes nothing, and neither does one of which rows were
refused (`_is_complete` false): a row in quarantine is not a row that is gone.

A deleted row without a whole key names rows by `record_id` alone: it closes whatever version its source has
under that id at that time, a change of the same instant too, since ids are not given twice; a later row opens
anew. Default: the last column of a key that begins with the study and ends with an id; none where there is none.

`study_column` names the column after which a snapshot's scope is called (`<profile>:<study>`); it tells
which rows that came as changes a later snapshot vouches for. None: every snapshot covers its whole source.
#}
{% macro row_versions(relation, key, study_column='study_id', record_id=none) %}
{%- set key_columns = key | join(', ') %}
{%- if record_id is none and key | length > 1 and key[0] == 'study_id' and key[-1].endswith('_id') %}
    {%- set record_id = key[-1] %}
{%- endif %}
with delivered as (
    select
        staged.*,
        row_number() over (partition by {{ key_columns }}, _source, _load_id order by _row desc) as _position
    from {{ relation }} as staged
    {%- if record_id %}
    where not _is_delete or ({{ key | join(' is not null and ') }} is not null)
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

{{ snapshots(relation) }}

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

{% if record_id -%}
record_deletes as (
    select distinct
        _source,
        {{ record_id }} as _record_id,
        _loaded_at as _deleted_at,
        _load_id as _deleting_load
    from {{ relation }}
    where _is_delete
        and ({{ key | join(' is null or ') }} is null)
),
{%- endif %}

events as (
    select
        rows_in_order.*,
        cast(null as timestamp) as _following_at,
        cast(null as varchar) as _following_load,
        1 as _snapshot_rank,
        _loaded_at as known_from,
        _load_id as known_load_id,
        _is_delete as is_deleted,
        1 as _precedence
    from rows_in_order

    {% if record_id -%}
    union all

    select
        rows_in_order.*,
        cast(null as timestamp) as _following_at,
        cast(null as varchar) as _following_load,
        1 as _snapshot_rank,
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
        vouched.*,
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

versions as (
    select
        compared.*,
        lead(known_from) over (partition by {{ key_columns }}, _source order by known_from) as known_to
    from compared
    where _previous_hash is null
        or is_deleted <> _previous_deleted
        or (not is_deleted and _row_hash <> _previous_hash)
),

final as (
    select
        versions.*,
        known_to is null and not is_deleted and row_number() over (
            partition by {{ key_columns }}
            order by
                case when known_to is null and not is_deleted then 0 else 1 end,
                known_from desc, known_load_id desc, _source
        ) = 1 as is_current
    from versions
)

select * from final
{% endmacro %}
