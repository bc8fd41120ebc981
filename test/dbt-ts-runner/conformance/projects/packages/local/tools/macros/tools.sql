{% macro greet(name) %}{{ return(adapter.dispatch('greet', 'tools')(name)) }}{% endmacro %}
{% macro default__greet(name) %}'default {{ name }}'{% endmacro %}
{% macro duckdb__greet(name) %}'duckdb {{ name }}'{% endmacro %}

{% macro part(name) %}{{ return(adapter.dispatch('part', 'tools')(name)) }}{% endmacro %}
{% macro default__part(name) %}'package {{ name }}'{% endmacro %}

{% macro helper() %}'helper of tools'{% endmacro %}
{% macro calls_helper() %}{{ helper() }}{% endmacro %}

{% test within(model, column_name, low, high) %}
select * from {{ model }} where {{ column_name }} not between {{ low }} and {{ high }}
{% endtest %}
