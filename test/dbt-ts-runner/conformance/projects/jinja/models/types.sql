select '{{ dbt.type_string() }} {{ dbt.type_timestamp() }} {{ dbt.type_float() }} {{ dbt.type_numeric() }}
{{ dbt.type_boolean() }} {{ dbt.type_int() }} {{ dbt.type_bigint() }} {{ api.Column.translate_type("string") }}
{{ api.Column.translate_type("integer") }} {{ api.Column.string_type(5) }} {{ api.Column.numeric_type("decimal", 10, 2) }}' as types
