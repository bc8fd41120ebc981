{% snapshot by_time %}
{{ config(strategy='timestamp', updated_at='changed') }}
select * from {{ source('raw', 'people') }}
{% endsnapshot %}

{% snapshot by_all %}
{{ config(strategy='check', check_cols='all', target_schema='history') }}
select id, name, city from {{ source('raw', 'people') }}
{% endsnapshot %}
