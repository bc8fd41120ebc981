{{ config(materialized='table') }}
select
    parts.region,
    count(*) as orders,
    sum(cast(parts.amount as decimal(10, 2))) as amount,
    (select count(*) from {{ ref('as_csv') }}) as of_csv,
    (select count(*) from {{ ref('as_json') }}) as of_json,
    (select count(*) from {{ ref('packed') }}) as of_packed,
    (select count(*) from {{ ref('no_rows') }}) as of_none,
    (select max(typeof(id)) from {{ source('drops', 'orders_2025') }}) as type_of_text,
    (select count(*) from {{ source('drops', 'written_old') }}) as of_one_file
from {{ ref('parts') }} as parts
group by parts.region
