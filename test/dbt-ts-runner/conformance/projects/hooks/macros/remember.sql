{% macro remember(results) %}
  {% for result in results | sort(attribute='node.unique_id') %}
    {% do run_query("insert into audit values ('" ~ result.node.unique_id ~ "', '" ~ result.status ~ "')") %}
  {% endfor %}
{% endmacro %}
{% macro note(text) %}insert into audit values ('{{ text }}', '{{ this.identifier }}'){% endmacro %}
