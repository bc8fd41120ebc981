{% macro new_rows() -%}
{% if is_incremental() %}where batch > (select max(batch) from {{ this }}){% endif %}
{%- endmacro %}
