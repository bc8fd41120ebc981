{# One text key from several columns; a NULL part is told apart from an empty one. #}
{% macro joined_key(columns) -%}
    {%- for column in columns -%}
        coalesce(cast({{ column }} as varchar), '~') {%- if not loop.last %} || '|' || {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro text_hash(expression) -%}
    {{ return(adapter.dispatch('text_hash', 'portolan')(expression)) }}
{%- endmacro %}

{% macro default__text_hash(expression) -%}
    md5({{ expression }})
{%- endmacro %}

{% macro trino__text_hash(expression) -%}
    lower(to_hex(md5(to_utf8({{ expression }}))))
{%- endmacro %}

{# A document number without case and punctuation, to compare what two people typed. #}
{% macro bare_number(text) -%}
    replace(replace(replace(replace(replace(upper({{ text }}), '-', ''), ' ', ''), '/', ''), '.', ''), '_', '')
{%- endmacro %}

{# The name of a payable event, so that 'Week 12' and 'week_12' are one. #}
{% macro event_key(text) -%}
    replace(replace(lower(trim({{ text }})), ' ', '_'), '-', '_')
{%- endmacro %}

{# The words of a name in lower case, parted by single signs of space where marks stood; the same whatever their order. #}
{% macro bare_words(text) -%}
    translate(lower({{ text }}), ',.;:"()/&-', '          ')
{%- endmacro %}
