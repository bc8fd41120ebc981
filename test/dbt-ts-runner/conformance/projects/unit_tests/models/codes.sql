{{ config(materialized='ephemeral') }}
select customer, length(customer) as code from {{ ref('names') }}
