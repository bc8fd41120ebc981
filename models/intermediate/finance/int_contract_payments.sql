{#
Payments of the invoices that count under contracts. Of an invoice that the payables feed has, those of that feed count;
of one that only a general ledger has, those that its own payables tell, or that name its document. Of a bill with tax
that is recovered the part counts that pays for work.
#}
{# A bill of several cost types is none that a payment could be told of. #}
with invoices as (
    select
        feed, invoice_id,
        min(contract_id) as contract_id,
        min(cost_type) as cost_type,
        min(currency) as currency,
        sum(amount) as amount,
        sum(billed_amount) as billed_amount
    from {{ ref('int_contract_invoices') }}
    where contract_id is not null
    group by feed, invoice_id
    having count(distinct contract_id || '|' || cost_type || '|' || currency) = 1
),

payables as (
    select * from invoices where feed = 'ap_invoice'
),

booked as (
    select * from invoices where feed = 'gl_document'
),

documents as (
    select
        _source, document_id, legal_entity, document_number, fiscal_year, document_type, posting_date,
        coalesce(reference, source_document) as reference
    from {{ ref('int_gl_document_current') }}
    where coalesce(is_posted, true)
),

delivered as (
    select
        payments.payment_id, payables.invoice_id, payables.contract_id, payables.cost_type, payables.currency,
        payments.payment_date,
        case
            when payables.amount = payables.billed_amount then payments.amount
            else {{ exact_quotient('payments.amount', 'payables.amount', 'payables.billed_amount') }}
        end as amount
    from {{ ref('int_ap_payment_current') }} as payments
    inner join payables on payments.invoice_id = payables.invoice_id
),

{# A system's payables number bills in their own way: its text or its document leads to what the ledger calls it. #}
own as (
    select
        payments.payment_id,
        coalesce(named.invoice_id, posted.invoice_id) as invoice_id,
        coalesce(named.contract_id, posted.contract_id) as contract_id,
        coalesce(named.cost_type, posted.cost_type) as cost_type,
        coalesce(named.currency, posted.currency) as currency,
        coalesce(payments.payment_date, paid.posting_date) as payment_date,
        payments.amount
    from {{ ref('int_ap_payment_versions') }} as payments
    left join {{ ref('int_ap_invoice_versions') }} as bills
        on payments._source = bills._source
        and payments.invoice_id = bills.invoice_id
        and bills.known_to is null
        and not bills.is_deleted
    left join booked as named on bills.description = named.invoice_id
    left join documents as bill
        on payments._source = bill._source
        and payments.invoice_id = bill.document_id
    left join booked as posted on bill.reference = posted.invoice_id
    left join documents as paid
        on payments._source = paid._source
        and payments.payment_document_id = paid.document_id
    where payments.known_to is null
        and not payments.is_deleted
        and coalesce(named.invoice_id, posted.invoice_id) is not null
),

{# A line of a payment that names the document of the bill it settles. #}
settled as (
    select
        lines._source || '/' || lines.document_id || '/' || lines.line_number as payment_id,
        booked.invoice_id, booked.contract_id, booked.cost_type, booked.currency,
        paid.posting_date as payment_date,
        coalesce(lines.amount, coalesce(lines.debit_amount, 0) - coalesce(lines.credit_amount, 0)) as amount
    from {{ ref('int_gl_document_line_current') }} as lines
    inner join documents as paid
        on lines._source = paid._source
        and lines.document_id = paid.document_id
    inner join documents as bill
        on lines._source = bill._source
        and lines.invoice_document = bill.document_number
        and lines.legal_entity = bill.legal_entity
        and coalesce(lines.invoice_fiscal_year = bill.fiscal_year, true)
    inner join booked on bill.reference = booked.invoice_id
    where paid.document_type in ('{{ var('payment_document_types') | join("', '") }}')
),

final as (
    select 'ap_payment' as feed, delivered.* from delivered

    union all

    select 'ap_payment', own.* from own

    union all

    select 'gl_document', settled.* from settled
)

select
    feed, payment_id, invoice_id, contract_id, cost_type, currency, payment_date,
    cast(final.amount as decimal(38, 4)) as amount
from final
cross join {{ ref('int_as_of') }} as as_of
where final.payment_date <= as_of.as_of_date
