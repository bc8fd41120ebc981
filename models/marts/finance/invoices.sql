with invoices as (
    select
        invoices.*,
        contracts.study_id as contract_study_id,
        contracts.site_id as contract_site_id,
        contracts.vendor_id as contract_vendor_id,
        coalesce(invoices.vendor_id, invoices.site_id, invoices.contract_id) as issuer,
        {{ bare_number('invoices.invoice_number') }} as bare_invoice_number
    from {{ ref('int_ap_invoice_current') }} as invoices
    left join {{ ref('int_contracts') }} as contracts on invoices.contract_id = contracts.contract_id
),

numbered as (
    select
        invoices.*,
        row_number() over (
            partition by issuer, bare_invoice_number, amount, currency
            order by received_date nulls last, invoice_date nulls last, invoice_id
        ) as occurrence
    from invoices
)

select
    invoice_id,
    coalesce(study_id, contract_study_id) as study_id,
    coalesce(site_id, contract_site_id) as site_id,
    coalesce(vendor_id, contract_vendor_id) as vendor_id,
    contract_id,
    purchase_order,
    invoice_number,
    invoice_date,
    received_date,
    posting_date,
    {{ period_of('posting_date') }} as period,
    service_from,
    service_to,
    amount,
    coalesce(recoverable_tax_amount, 0) as recoverable_tax_amount,
    currency,
    status as invoice_status,
    coalesce({{ meaning('invoice_status', 'status') }} in ('cancelled', 'rejected', 'reversed'), false) as is_cancelled,
    coalesce(occurrence > 1 and bare_invoice_number is not null and issuer is not null, false) as is_duplicate,
    known_from,
    known_to
from numbered
