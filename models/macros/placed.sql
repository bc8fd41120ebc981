{#
Rows of an eTMF feed with the place to which they belong: `level`, the country by its code (ZZ where it is
not known, NULL for what belongs to the whole study) and `place`, one text that is equal for equal places.
#}
{% macro placed(feed) -%}
select
    delivered.*,
    coalesce(
        delivered.level,
        case
            when delivered.site_id is not null then 'site'
            when delivered.country is not null then 'country'
            else 'trial'
        end
    ) as place_level,
    case
        when delivered.site_id is not null
            then coalesce(nullif(sites.country_code, 'ZZ'), aliases.country_code, 'ZZ')
        when delivered.country is not null then coalesce(aliases.country_code, 'ZZ')
    end as country_code,
    coalesce(delivered.site_id, aliases.country_code, delivered.country, 'trial') as place
from {{ ref('int_' ~ feed ~ '_current') }} as delivered
left join {{ ref('dim_site') }} as sites
    on delivered.study_id = sites.study_id
    and delivered.site_id = sites.site_id
left join {{ ref('country_aliases') }} as aliases on lower(trim(delivered.country)) = aliases.country_alias
{%- endmacro %}
