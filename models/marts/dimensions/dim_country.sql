{# The region by which the sponsor reports goes before that of the seed. #}
select
    countries.country_code,
    countries.country_name,
    coalesce(delivered.region, countries.region) as region,
    delivered.subregion,
    delivered.alpha_3,
    delivered.numeric_code,
    delivered.currency
from {{ ref('countries') }} as countries
left join {{ ref('int_country_current') }} as delivered on countries.country_code = delivered.country
