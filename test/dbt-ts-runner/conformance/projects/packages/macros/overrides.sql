{% macro default__part(name) %}'root {{ name }}'{% endmacro %}
{% macro helper() %}'helper of shop'{% endmacro %}
{% macro shop_name() %}'shop'{% endmacro %}
{% macro default__length(expression) %}length({{ expression }}) + 100{% endmacro %}
