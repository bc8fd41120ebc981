{#
SQL of the keys whose versions may be others since snapshots came: over `change`, the rows that came after all others,
`delivered`, all rows, and `former`, the versions before.

A row that came as its key stands leaves the versions as they are. A key may close that is in the snapshot before and not in
the one that came, and so may one that came as a change and is not in the snapshot that came.
#}
{% macro keys_reached_by_snapshots(key, study_column) -%}
{%- set columns = key | join(', ') -%}
{%- set own = 'rows.' ~ key | join(', rows.') -%}
with {{ snapshots('delivered') }}

arrived as (
    select * from snapshots where _load_id in (select _load_id from change)
)

select {{ columns }} from change where _is_delete

union all

select {{ columns }}
from (
    select {{ columns }}, _source, _row_hash from change
    except
    select {{ columns }}, _source, _row_hash from former where known_to is null and not is_deleted
) as differing

union all

select {{ own }}
from delivered as rows
inner join snapshots
    on rows._source = snapshots._source
    and rows._scope = snapshots._scope
    and rows._load_id = snapshots._load_id
inner join arrived
    on snapshots._source = arrived._source
    and snapshots._scope = arrived._scope
    and snapshots._following_load = arrived._load_id
where rows._mode = 'snapshot'
    and {{ is_absent(key) }}

union all

select {{ own }}
from delivered as rows
inner join arrived
    on rows._source = arrived._source
    and arrived._is_complete
    {% if study_column -%}
    and (
        position(':' in arrived._scope) = 0
        or substring(arrived._scope, position(':' in arrived._scope) + 1) = rows.{{ study_column }}
    )
    {%- endif %}
where rows._mode <> 'snapshot'
    and {{ is_absent(key) }}
{%- endmacro %}

{# True where no row of the load that arrived has the key. #}
{% macro is_absent(key) -%}
not exists (
        select 1
        from change
        where change._load_id = arrived._load_id
            and change._source = rows._source
            {%- for column in key %}
            and change.{{ column }} is not distinct from rows.{{ column }}
            {%- endfor %}
    )
{%- endmacro %}
