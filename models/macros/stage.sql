{#
Typed rows of one feed. Lake columns are canonical text; `columns` maps each to its type:
text, date, partial_date (adds _raw, _lower, _upper, _precision), moment (a time stamp as UTC), integer, decimal,
rate, boolean, presence (only whether there is something, as has_<column>).
Adds the lineage columns and _row_hash over the delivered text. With `has_items`, rows that item maps make of EDC items
are among them, in place of what the source of those items delivers of the feed for the same study.
#}
{% macro stage(feed, columns, has_items=false) %}
select
    {%- for name, type in columns.items() %}
    {{ typed(name, type) }},
    {%- endfor %}
    {{ text_hash(joined_key(columns.keys() | list)) }} as _row_hash,
    _load_id,
    cast(_loaded_at as timestamp) as _loaded_at,
    cast(_row as bigint) as _row,
    _mode,
    _source,
    _scope,
    _is_complete,
    coalesce(_deleted = 'true', false) as _is_delete
from {% if has_items %}{{ with_items(feed, columns.keys() | list) }}{% else %}{{ source('lake', feed) }}{% endif %}
{% endmacro %}

{% macro typed(name, type) -%}
    {%- if type == 'text' -%}
        {{ name }}
    {%- elif type == 'date' -%}
        {{ parse_date('substring(' ~ name ~ ', 1, 10)') }} as {{ name }}
    {%- elif type == 'partial_date' -%}
        {{ partial_date_day(name) }} as {{ name }},
    {{ name }} as {{ name }}_raw,
    {{ partial_date_lower(name) }} as {{ name }}_lower,
    {{ partial_date_upper(name) }} as {{ name }}_upper,
    {{ partial_date_precision(name) }} as {{ name }}_precision
    {%- elif type == 'moment' -%}
        {{ utc_moment(name) }} as {{ name }}
    {%- elif type == 'integer' -%}
        cast({{ name }} as bigint) as {{ name }}
    {%- elif type == 'decimal' -%}
        cast({{ name }} as decimal(38, 4)) as {{ name }}
    {%- elif type == 'rate' -%}
        cast({{ name }} as decimal(38, 10)) as {{ name }}
    {%- elif type == 'boolean' -%}
        {{ name }} = 'true' as {{ name }}
    {%- elif type == 'presence' -%}
        {{ name }} is not null as has_{{ name }}
    {%- else -%}
        {{ exceptions.raise_compiler_error("stage(): column '" ~ name ~ "' has unknown type '" ~ type ~ "'") }}
    {%- endif -%}
{%- endmacro %}
