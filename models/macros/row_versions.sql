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

Most keys of a large feed come once. They are versions as they stand; only the other keys are put in order and compared,
on their lineage alone, and find their columns again by load and row. Rows without a whole key are among those compared.

A later build renews the versions of keys that came since the last one (`slices`), of snapshots those whose row is new or another,
and those that stayed away; what tells of loads is then read `as whole`. That needs a relation whose snapshots are known to be
snapshots, a view over its feed; another is not renewed in part.

`study_column` names the column after which a snapshot's scope is called (`<profile>:<study>`); it tells
which rows that came as changes a later snapshot vouches for. None: every snapshot covers its whole source.
#}
{% macro row_versions(relation, key, study_column='study_id', record_id=none, is_renewed_in_part=true) %}
{%- if record_id is none and key | length > 1 and key[0] == 'study_id' and key[-1].endswith('_id') %}
    {%- set record_id = key[-1] %}
{%- endif %}
{%- if is_renewed_in_part %}
{{ config(meta={'slices': {
    'by': key, 'named_by': record_id, 'reached_by_snapshots': keys_reached_by_snapshots(key, study_column)
}}) }}
{%- endif %}
{%- set keyed = key | join(' is not null and ') ~ ' is not null' %}
with {{ snapshots(relation) }}

followed_loads as (
    select distinct loads._load_id
    from (select distinct _source, _scope, _mode, _load_id, _loaded_at from {{ relation }} as whole) as loads
    inner join snapshot_loads as later
        on loads._source = later._source
        and loads._load_id <> later._load_id
        and loads._loaded_at <= later._loaded_at
        and (loads._mode <> 'snapshot' or loads._scope = later._scope)
),

{% if record_id -%}
record_deletes as (
    select distinct
        _source,
        {{ record_id }} as _record_id,
        _loaded_at as _deleted_at,
        _load_id as _deleting_load
    from {{ relation }} as whole
    where _is_delete
        and not ({{ keyed }})
),
{%- endif %}

compared_keys as (
    select {{ key | join(', ') }}
    from {{ relation }} as staged
    where {{ keyed }}
    group by {{ key | join(', ') }}
    having count(*) > 1
        or max(case when _is_delete or _load_id in (select _load_id from followed_loads) then 1 else 0 end) = 1
    {%- if record_id %}
        or {{ record_id }} in (select _record_id from record_deletes)
    {%- endif %}
),

{{ versions_of_compared(relation, key, study_column, record_id) }}

select
    staged.*,
    staged._loaded_at as known_from,
    staged._load_id as known_load_id,
    false as is_deleted,
    cast(null as timestamp) as known_to,
    true as is_current
from {{ relation }} as staged
left join compared_keys on {{ same_key('staged', 'compared_keys', key) }}
where compared_keys.{{ key[0] }} is null
    and staged.{{ key | join(' is not null and staged.') }} is not null

union all

select
    staged.*,
    versions.known_from,
    versions.known_load_id,
    versions.is_deleted,
    versions.known_to,
    versions.known_to is null and not versions.is_deleted and versions._standing_rank = 1 as is_current
from versions
inner join {{ relation }} as staged
    on versions._load_id = staged._load_id
    and versions._row = staged._row
    and versions._source = staged._source
    {%- for column in key %}
    and versions.{{ column }} is not distinct from staged.{{ column }}
    {%- endfor %}
{% endmacro %}

{# True where two relations have the same whole key. #}
{% macro same_key(left, right, key) -%}
    {%- for column in key -%}
    {{ left }}.{{ column }} = {{ right }}.{{ column }} {%- if not loop.last %} and {% endif -%}
    {%- endfor -%}
{%- endmacro %}
