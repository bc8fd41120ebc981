{#
What was invoiced by contract and cost type: invoices that the payables feed delivers, and those that only a general ledger
has. Duplicates, cancelled bills and bills that are not posted are left out; a bill without one contract is kept without
it. A credit note lowers what is invoiced also where it was posted with the sign of a charge.
#}
with booked as (
    select entries.source_document as invoice_id, min(accounts.cost_type) as cost_type
    from {{ ref('int_gl_entry_current') }} as entries
    inner join {{ ref('cost_accounts') }} as accounts on entries.account = accounts.account
    group by entries.source_document
    having count(distinct accounts.cost_type) = 1
),

delivered as (
    select
        'ap_invoice' as feed,
        cast(null as varchar) as ledger_source,
        cast(null as varchar) as document_id,
        invoices.study_id,
        invoices.invoice_id,
        invoices.invoice_number,
        contracts.contract_id,
        coalesce(
            booked.cost_type,
            case contracts.service
                when 'site' then 'visit_fees'
                when 'central_laboratory' then 'laboratory'
                else 'cro_fees'
            end
        ) as cost_type,
        invoices.currency,
        invoices.posting_date,
        invoices.service_from,
        invoices.service_to,
        invoices.amount as billed_amount,
        cast(invoices.amount - coalesce(invoices.recoverable_tax_amount, 0) as decimal(38, 4)) as amount,
        invoices.known_from
    from {{ ref('invoices') }} as invoices
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('int_contract_orders') }} as orders on invoices.purchase_order = orders.po_number
    left join {{ ref('int_contracts') }} as contracts
        on contracts.contract_id = coalesce(invoices.contract_id, orders.contract_id)
    left join booked on invoices.invoice_id = booked.invoice_id
    where invoices.posting_date <= as_of.as_of_date
        and not invoices.is_duplicate
        and not invoices.is_cancelled
),

{# What a document bills, tax that is recovered included: the side of it that is not owed. #}
bills as (
    select ledger_source, document_id, sum(case when amount > 0 then amount end) as billed_amount
    from {{ ref('int_ledger_lines') }}
    where document_type in ('{{ var('invoice_document_types') | join("', '") }}')
    group by ledger_source, document_id
),

ledger as (
    select
        'gl_document' as feed,
        lines.ledger_source,
        lines.document_id,
        min(lines.study_id) as study_id,
        lines.reference as invoice_id,
        cast(null as varchar) as invoice_number,
        orders.contract_id,
        accounts.cost_type,
        lines.currency,
        lines.posting_date,
        cast(null as date) as service_from,
        cast(null as date) as service_to,
        max(bills.billed_amount) as billed_amount,
        cast(
            case
                when lines.document_type in ('{{ var('credit_note_document_types') | join("', '") }}') then -abs(sum(lines.amount))
                else sum(lines.amount)
            end as decimal(38, 4)
        ) as amount,
        min(lines.known_from) as known_from
    from {{ ref('int_ledger_lines') }} as lines
    inner join bills
        on lines.ledger_source = bills.ledger_source
        and lines.document_id = bills.document_id
    inner join {{ ref('cost_accounts') }} as accounts on lines.account = accounts.account
    left join {{ ref('int_contract_orders') }} as orders on lines.purchase_order = orders.po_number
    left join {{ ref('invoices') }} as invoices on lines.reference = invoices.invoice_id
    where invoices.invoice_id is null
        and lines.document_type in ('{{ var('invoice_document_types') | join("', '") }}')
    group by
        lines.ledger_source, lines.reference, lines.document_id, lines.document_type, orders.contract_id, accounts.cost_type, lines.currency,
        lines.posting_date
)

select
    delivered.*,
    cost_type = 'visit_fees' and lower(invoice_number) like '{{ var('holdback_invoice_pattern') }}' as is_holdback_release
from delivered

union all

select ledger.*, false as is_holdback_release
from ledger
