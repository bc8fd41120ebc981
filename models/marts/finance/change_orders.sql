{% set reporting = var('reporting_currency') %}

with orders as (
    select
        orders.*,
        coalesce(orders.dated, cast(orders.known_from as date)) as document_date,
        {{ meaning_or_word('change_order_status', 'orders.status') }} as standing
    from {{ ref('int_change_order_current') }} as orders
)

select
    coalesce(contracts.study_id, orders.study_id) as study_id,
    contracts.site_id,
    sites.country_code,
    contracts.vendor_id,
    orders.change_order_id,
    orders.contract_kind,
    orders.contract_id,
    orders.scope,
    orders.document_date,
    orders.approved_date,
    orders.standing as change_order_status,
    coalesce(
        orders.approved_date > as_of.as_of_date, coalesce(orders.standing, 'pending') not in ('executed', 'withdrawn')
    ) as is_pending,
    orders.value as change_amount,
    orders.currency,
    '{{ reporting }}' as reporting_currency,
    {{ converted('orders.value', 'orders.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as reporting_amount,
    orders.known_from,
    orders.known_to
from orders
cross join {{ ref('int_as_of') }} as as_of
left join {{ ref('int_contracts') }} as contracts on orders.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
left join {{ ref('int_fx_daily') }} as source
    on orders.currency = source.currency
    and orders.document_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and orders.document_date = target.rate_date
where orders.document_date <= as_of.as_of_date
