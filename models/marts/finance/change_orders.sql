{% set reporting = var('reporting_currency') %}

select
    coalesce(contracts.study_id, orders.study_id) as study_id,
    contracts.site_id,
    sites.country_code,
    contracts.vendor_id,
    orders.change_order_id,
    orders.contract_kind,
    orders.contract_id,
    orders.scope,
    orders.dated as document_date,
    orders.approved_date,
    orders.status,
    orders.approved_date is null or orders.approved_date > as_of.as_of_date as is_pending,
    orders.value as change_amount,
    orders.currency,
    '{{ reporting }}' as reporting_currency,
    {{ converted('orders.value', 'orders.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as reporting_amount,
    orders.known_from,
    orders.known_to
from {{ ref('int_change_order_current') }} as orders
cross join {{ ref('int_as_of') }} as as_of
left join {{ ref('int_contracts') }} as contracts on orders.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
left join {{ ref('int_fx_daily') }} as source
    on orders.currency = source.currency
    and orders.dated = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and orders.dated = target.rate_date
where orders.dated is null or orders.dated <= as_of.as_of_date
