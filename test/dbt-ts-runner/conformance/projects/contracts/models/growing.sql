{{ config(materialized='incremental', on_schema_change='append_new_columns') }}
select id, cast(current_date as date) as day from {{ ref('people') }}
