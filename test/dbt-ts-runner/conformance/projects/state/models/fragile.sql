{{ config(materialized='table') }} select {{ var('wrong', 'id') }} as id from {{ ref('brief') }}
