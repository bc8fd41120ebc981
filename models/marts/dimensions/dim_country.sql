with countries as (
    select * from {{ ref('countries') }}
)

select
    country_code,
    country_name,
    region
from countries
