-- Rows are told apart by the columns together; rows without one of them count only where it may be missing.
{% test unique_combination_of_columns(model, combination_of_columns, nullable_columns=[]) %}

select {{ combination_of_columns | join(', ') }}
from {{ model }}
where true
{%- for column in combination_of_columns if column not in nullable_columns %}
    and {{ column }} is not null
{%- endfor %}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1

{% endtest %}
