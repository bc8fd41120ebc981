{% test is_short(model, column_name) %}
select * from {{ model }} where length({{ column_name }}) > 3
{% endtest %}
