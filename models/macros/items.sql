{#
What an item map makes of EDC items. The maps come compiled in the variable `item_maps`: `filter`, SQL of which rows of the
feed edc_item any map reads, and for each feed SQL over the versions of items, in which `__item_versions__` stands for
their relation. Without maps there are no such rows.
#}
{% macro item_filter() -%}
    {{ return(var('item_maps', {}).get('filter', '')) }}
{%- endmacro %}

{# Rows of a feed made of items, in canonical text with the lineage columns of the lake; `_refused` names what breaks the contract. #}
{% macro made_of_items(feed) -%}
    {%- set versions = ref('base_items__versions') -%}
    {%- set sql = var('item_maps', {}).get(feed, '') -%}
    {%- if sql -%}
{{ sql | replace('__item_versions__', versions | string) }}
    {%- else -%}
select
    delivered.*,
    cast(null as varchar) as _refused,
    cast(null as varchar) as _record,
    cast(null as varchar) as _item_source
from {{ source('lake', feed) }} as delivered
where 1 = 0
    {%- endif -%}
{%- endmacro %}

{% macro with_items(feed, columns) -%}
(
    select {{ columns | join(', ') }}, {{ lineage_columns('delivered.') }}
    from {{ source('lake', feed) }} as delivered
    left join (
        select distinct study_id as mapped_study_id, _item_source as mapped_source
        from {{ ref('base_items__' ~ feed) }}
    ) as mapped
        on delivered.study_id = mapped.mapped_study_id
        and delivered._source = mapped.mapped_source
    where mapped.mapped_study_id is null

    union all

    select {{ columns | join(', ') }}, {{ lineage_columns('') }}
    from {{ ref('base_items__' ~ feed) }}
    where _refused is null
) as delivered
{%- endmacro %}

{% macro lineage_columns(prefix) -%}
    {%- for column in ['_load_id', '_loaded_at', '_row', '_mode', '_source', '_scope', '_is_complete', '_deleted'] -%}
        {{ prefix }}{{ column }} {%- if not loop.last %}, {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{# Text of a time stamp, with or without an offset, as an instant that can be ordered. #}
{% macro parse_instant(text) -%}
    {{ return(adapter.dispatch('parse_instant', 'portolan')(text)) }}
{%- endmacro %}

{% macro duckdb__parse_instant(text) -%}
    try_cast({{ text }} as timestamp with time zone)
{%- endmacro %}

{% macro default__parse_instant(text) -%}
    {{ dbt.safe_cast(text, 'timestamp with time zone') }}
{%- endmacro %}
