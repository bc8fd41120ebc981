{{ config(tags=['nightly', 'core'], access='protected') }}
select * from {{ ref('stg_orders') }}
