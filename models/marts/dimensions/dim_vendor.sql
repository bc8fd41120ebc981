select
    vendors.vendor_id,
    vendors.vendor_number,
    vendors.vendor_name,
    coalesce(aliases.country_code, 'ZZ') as country_code,
    vendors.currency,
    vendors._source as vendor_source
from {{ ref('int_vendor_current') }} as vendors
left join {{ ref('country_aliases') }} as aliases on lower(trim(vendors.country)) = aliases.country_alias
