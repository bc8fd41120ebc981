{% test at_most(model, column_name, most, extra=none) %}
{{ config(severity='warn', fail_calc='coalesce(sum(excess), 0)') }}
select {{ column_name }} - {{ most }} as excess from {{ model }} where {{ column_name }} > {{ most }}
{% endtest %}

{% test row_count(model, rows) %}
select * from (select count(*) as n from {{ model }}) where n <> {{ rows }}
{% endtest %}
