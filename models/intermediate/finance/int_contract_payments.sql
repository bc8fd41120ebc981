{#
Payments of the invoices that count under contracts. Of an invoice that the payables feed has, those of that feed count;
of one that only a general ledger has, those that its system's payables tell, or that name its document. Of a bill with
tax that is recovered the part counts that pays for work.
#}
with invoices as (
    select
        invoices.*,
        coalesce(invoices.ledger_source, delivered._source) as system,
        coalesce('document ' || invoices.document_id, 'invoice ' || invoices.invoice_id) as bill
    from {{ ref('int_contract_invoices') }} as invoices
    left join {{ ref('int_ap_invoice_current') }} as delivered
        on case when invoices.feed = 'ap_invoice' then invoices.invoice_id end = delivered.invoice_id
),

{# A bill of several contracts or cost types is none that a payment could be told of, and a bill of none is not under a contract. #}
payables as (
    select
        system, bill,
        min(invoice_id) as invoice_id,
        min(contract_id) as contract_id,
        min(cost_type) as cost_type,
        min(currency) as currency,
        sum(amount) as amount,
        max(billed_amount) as billed_amount
    from invoices
    group by system, bill
    having count(*) = count(contract_id)
        and count(distinct contract_id || '|' || cost_type || '|' || currency) = 1
),

{# Bills of one ledger that bear one name are told apart by their documents alone. #}
named as (
    select system, invoice_id, min(bill) as bill
    from (select distinct system, invoice_id, bill from invoices where feed = 'gl_document') as bills
    group by system, invoice_id
    having count(*) = 1
),

documents as (
    select
        _source, document_id, legal_entity, document_number, fiscal_year, document_type, posting_date, known_from
    from {{ ref('int_gl_document_current') }}
    where coalesce(is_posted, true)
),

delivered as (
    select
        'ap_payment' as feed, payments.payment_id, payments._source as system,
        'invoice ' || payments.invoice_id as bill,
        coalesce(payments.payment_date, cast(payments.known_from as date)) as payment_date,
        payments.currency as paid_currency, payments.amount as paid_amount, payments.known_from
    from {{ ref('int_ap_payment_current') }} as payments
),

{# A system's payables number bills in their own way: the document or the text of a bill leads to the ledger's. #}
own as (
    select
        'ap_payment', payments._source || '/' || payments.payment_id, payments._source,
        coalesce(named.bill, posted.bill),
        coalesce(payments.payment_date, paid.posting_date, cast(payments.known_from as date)),
        payments.currency, payments.amount, payments.known_from
    from {{ ref('int_ap_payment_versions') }} as payments
    left join {{ ref('int_ap_invoice_versions') }} as bills
        on payments._source = bills._source
        and payments.invoice_id = bills.invoice_id
        and bills.known_to is null
        and not bills.is_deleted
    left join named
        on payments._source = named.system
        and bills.description = named.invoice_id
    left join payables as posted
        on payments._source = posted.system
        and 'document ' || payments.invoice_id = posted.bill
    left join documents as paid
        on payments._source = paid._source
        and payments.payment_document_id = paid.document_id
    where payments.known_to is null
        and not payments.is_deleted
        and coalesce(named.bill, posted.bill) is not null
),

{# A line of a payment that names the document of the bill it settles; without a year that of its own year. #}
settled as (
    select
        'gl_document', lines._source || '/' || lines.document_id || '/' || lines.line_number, lines._source,
        'document ' || bill.document_id, paid.posting_date, lines.currency,
        coalesce(lines.amount, coalesce(lines.debit_amount, 0) - coalesce(lines.credit_amount, 0)),
        paid.known_from
    from {{ ref('int_gl_document_line_current') }} as lines
    inner join documents as paid
        on lines._source = paid._source
        and lines.document_id = paid.document_id
    inner join documents as bill
        on lines._source = bill._source
        and lines.invoice_document = bill.document_number
        and lines.legal_entity = bill.legal_entity
        and coalesce(lines.invoice_fiscal_year, paid.fiscal_year) = bill.fiscal_year
    where paid.document_type in ('{{ var('payment_document_types') | join("', '") }}')
),

paid as (
    select * from delivered
    union all
    select * from own
    union all
    select * from settled
),

final as (
    select
        paid.feed, paid.payment_id,
        payables.invoice_id, payables.contract_id, payables.cost_type, payables.currency,
        paid.payment_date,
        paid.known_from,
        coalesce(paid.paid_currency, payables.currency) as paid_currency,
        case
            when paid.paid_currency <> payables.currency then null
            when coalesce(payables.billed_amount, 0) in (0, payables.amount) then paid.paid_amount
            else {{ exact_quotient('paid.paid_amount', 'payables.amount', 'payables.billed_amount') }}
        end as amount
    from paid
    inner join payables
        on paid.system = payables.system
        and paid.bill = payables.bill
)

select
    final.feed, final.payment_id, final.invoice_id, final.contract_id, final.cost_type, final.currency, final.payment_date,
    final.paid_currency, final.known_from,
    cast(final.amount as decimal(38, 4)) as amount
from final
cross join {{ ref('int_as_of') }} as as_of
where final.payment_date <= as_of.as_of_date
