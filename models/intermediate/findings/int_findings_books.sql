{% set invoices = "('" ~ (var('invoice_document_types') + var('credit_note_document_types')) | join("', '") ~ "')" %}
{% set payments = "('" ~ var('payment_document_types') | join("', '") ~ "')" %}

with lines as (
    select * from {{ ref('int_ledger_lines') }}
),

documents as (
    select * from {{ ref('int_gl_document_current') }}
),

contracts as (
    select contracts.*
    from {{ ref('int_contracts') }} as contracts
    inner join {{ ref('int_contract_orders') }} as orders on contracts.contract_id = orders.contract_id
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

unbalanced as (
    select {{ finding('unbalanced_document', 'high', 'gl_document', 'document_id', "'Debits and credits of the document differ by ' || cast(cast(abs(sum(amount)) as decimal(38, 2)) as varchar)", study_id='max(study_id)', known='max(known_from)') }}
    from lines
    group by ledger_source, document_id, currency
    having abs(sum(amount)) >= 0.01
),

entered_late as (
    select {{ finding('entered_after_close', 'medium', 'gl_document', 'documents.document_id', "'The document was entered ' || cast(" ~ days_between(month_end('documents.posting_date'), 'documents.entered_date') ~ " as varchar) || ' days after the month it is posted to'", study_id='max(lines.study_id)', known='documents.known_from') }}
    from documents
    left join lines
        on documents._source = lines.ledger_source
        and documents.document_id = lines.document_id
    where documents.entered_date > {{ add_days(month_end('documents.posting_date'), var('period_close_days')) }}
    group by documents.document_id, documents.posting_date, documents.entered_date, documents.known_from
),

{# A system that keeps an amount in the currency of the books has one of nothing where it found no rate. #}
without_book_rate as (
    select {{ finding('missing_book_rate', 'high', 'gl_document', 'posted.document_id', "'The ledger has no amount in its own currency for ' || max(posted.currency)", study_id='max(lines.study_id)', known='max(posted.known_from)') }}
    from {{ ref('int_gl_document_line_current') }} as posted
    inner join lines
        on posted._source = lines.ledger_source
        and posted.document_id = lines.document_id
        and posted.line_number = lines.line_number
    where posted.amount <> 0 and posted.local_amount = 0
    group by posted._source, posted.document_id
),

one_sided as (
    select {{ finding('intercompany_unmatched', 'high', 'gl_document', 'reference', "'One company booked the transfer, the other did not: their balances differ'", study_id='cast(null as varchar)', known='max(known_from)') }}
    from lines
    where account in ('{{ var('intercompany_accounts') | join("', '") }}')
    group by ledger_source, reference, currency
    having sum(amount) <> 0
),

other_study as (
    select {{ finding('posted_to_other_study', 'high', 'gl_document', 'lines.document_id', "'The cost of monitoring visit ' || lines.reference || ' is posted to study ' || lines.study_id", study_id='visits.study_id', site_id='visits.site_id', known='max(lines.known_from)') }}
    from lines
    inner join {{ ref('monitoring_visits') }} as visits on lines.reference = visits.monitoring_visit_id
    where lines.study_id <> visits.study_id
    group by visits.study_id, visits.site_id, lines.document_id, lines.reference, lines.study_id
),

{# An accrual of a month end is taken back in the next month; what stands twice costs twice. #}
not_reversed as (
    select {{ finding('accrual_not_reversed', 'high', 'gl_document', "reference || '|' || full_account || '|' || currency || '|' || cast(abs(amount) as varchar)", "'An accrual of contract ' || reference || ' was never reversed'", study_id='study_id', known='max(known_from)') }}
    from lines
    cross join as_of
    where account = '{{ var('accrual_account') }}'
        and (amount > 0 or posting_date < {{ add_days('as_of.as_of_date', -var('accrual_reversal_days')) }})
    group by ledger_source, study_id, reference, full_account, currency, abs(amount)
    having count(case when amount < 0 then 1 end) > count(case when amount > 0 then 1 end)
),

paid_twice as (
    select {{ finding('duplicate_payment', 'high', 'gl_document', 'max(documents.document_id)', "'The same amount was paid more than once under ' || documents.text", study_id='max(lines.study_id)', known='max(documents.known_from)') }}
    from documents
    inner join lines
        on documents._source = lines.ledger_source
        and documents.document_id = lines.document_id
    where lines.document_type in {{ payments }} and lines.amount > 0 and documents.text is not null
    group by documents._source, documents.text, lines.full_account, lines.purchase_order, lines.currency, lines.amount
    having count(distinct documents.document_id) > 1
),

{# Not of credits, which are set off against what is paid. #}
paid_too_much as (
    select {{ finding('payment_exceeds_invoice', 'high', 'invoice', "payments.contract_id || '|' || payments.invoice_id || '|' || payments.currency", "'More is paid of the invoice than it bills in ' || payments.currency", study_id='max(contracts.study_id)', site_id='max(contracts.site_id)', known='max(invoices.known_from)') }}
    from {{ ref('int_contract_payments') }} as payments
    inner join (
        select invoice_id, contract_id, cost_type, currency, sum(amount) as amount, max(known_from) as known_from
        from {{ ref('int_contract_invoices') }}
        group by invoice_id, contract_id, cost_type, currency
    ) as invoices
        on payments.invoice_id = invoices.invoice_id
        and payments.contract_id = invoices.contract_id
        and payments.cost_type = invoices.cost_type
        and payments.currency = invoices.currency
    inner join {{ ref('int_contracts') }} as contracts on payments.contract_id = contracts.contract_id
    where invoices.amount > 0
    group by payments.invoice_id, payments.contract_id, payments.currency, invoices.amount
    having sum(payments.amount) > invoices.amount
),

in_another_currency as (
    select {{ finding('payment_currency_differs', 'high', 'invoice', "payments.contract_id || '|' || payments.invoice_id", "'The invoice bills ' || max(payments.currency) || ' and was paid in ' || max(payments.paid_currency) || ': the payment is in no balance'", study_id='max(contracts.study_id)', site_id='max(contracts.site_id)', known='min(payments.known_from)') }}
    from {{ ref('int_contract_payments') }} as payments
    inner join {{ ref('int_contracts') }} as contracts on payments.contract_id = contracts.contract_id
    where payments.paid_currency <> payments.currency
    group by payments.invoice_id, payments.contract_id
),

of_no_invoice as (
    select {{ finding('payment_without_invoice', 'high', 'ap_payment', 'payment_id', "'The payment settles no invoice that the payables ledger holds'", study_id='cast(null as varchar)') }}
    from {{ ref('int_ap_payment_versions') }}
    where known_to is null and not is_deleted and invoice_id is null
),

invoice_lines as (
    select
        lines.ledger_source,
        lines.document_id,
        lines.reference,
        lines.purchase_order,
        max(lines.study_id) as study_id,
        max(lines.currency) as currency,
        max(lines.known_from) as known_from
    from lines
    where lines.document_type in {{ invoices }}
    group by lines.ledger_source, lines.document_id, lines.reference, lines.purchase_order
),

without_order as (
    select {{ finding('invoice_without_order', 'medium', 'gl_document', 'reference', "'The invoice names no purchase order'") }}
    from invoice_lines
    where purchase_order is null
),

other_currency as (
    select {{ finding('posted_in_other_currency', 'medium', 'gl_document', 'invoice_lines.reference', "'The invoice is posted in ' || invoice_lines.currency || ', the contract is in ' || contracts.currency", study_id='contracts.study_id', site_id='contracts.site_id', known='invoice_lines.known_from') }}
    from invoice_lines
    inner join contracts on invoice_lines.purchase_order = contracts.po_number
    where invoice_lines.currency <> contracts.currency
),

before_contract as (
    select {{ finding('invoice_before_contract', 'medium', 'gl_document', 'invoice_lines.reference', "'The invoice is dated before its contract takes effect'", study_id='contracts.study_id', site_id='contracts.site_id', known='invoice_lines.known_from') }}
    from invoice_lines
    inner join documents
        on invoice_lines.ledger_source = documents._source
        and invoice_lines.document_id = documents.document_id
    inner join contracts on invoice_lines.purchase_order = contracts.po_number
    where documents.document_date < contracts.start_date
),

{# The same invoice as the payables give it and as a ledger has posted it. #}
other_amount as (
    select {{ finding('posted_at_other_amount', 'medium', 'gl_document', 'invoices.invoice_id', "'The ledger has posted another amount than the payables give'", study_id='invoices.study_id', site_id='invoices.site_id', known='max(lines.known_from)') }}
    from {{ ref('invoices') }} as invoices
    inner join lines
        on invoices.invoice_id = lines.reference
        and invoices.currency = lines.currency
    inner join {{ ref('cost_accounts') }} as accounts on lines.account = accounts.account
    where lines.document_type in {{ invoices }}
    group by invoices.study_id, invoices.site_id, invoices.invoice_id, invoices.amount
    having abs(sum(lines.amount)) <> abs(invoices.amount)
)

{% for finding in ['unbalanced', 'entered_late', 'without_book_rate', 'one_sided', 'other_study', 'not_reversed', 'paid_twice', 'paid_too_much', 'in_another_currency', 'of_no_invoice', 'without_order', 'other_currency', 'before_contract', 'other_amount'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
