with site_contracts as (
    select
        contract_id, study_id, site_id, vendor_id, 'site' as service, currency, vat_pct, vat_recoverable_pct, po_number,
        effective_date as start_date, end_date
    from {{ ref('int_site_contract_current') }}
),

vendor_contracts as (
    select
        vendor_contracts.contract_id,
        vendor_contracts.study_id,
        cast(null as varchar) as site_id,
        vendor_contracts.vendor_id,
        vendor_contracts.service,
        vendor_contracts.currency,
        vendor_contracts.vat_pct,
        vendor_contracts.vat_recoverable_pct,
        vendor_contracts.po_number,
        vendor_contracts.start_date,
        vendor_contracts.end_date
    from {{ ref('int_vendor_contract_current') }} as vendor_contracts
    left join site_contracts on vendor_contracts.contract_id = site_contracts.contract_id
    where site_contracts.contract_id is null
),

final as (
    select * from site_contracts

    union all

    select * from vendor_contracts
)

select * from final
