{#
Lines of the general ledgers of every system, in the currency of the transaction, debits positive, with their account
without other segments and leading zeros, their study and the order they were billed under.
#}
with documents as (
    select
        documents.*,
        coalesce(currencies.currency, documents.currency) as document_currency
    from {{ ref('int_gl_document_current') }} as documents
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('int_erp_currency_current') }} as currencies
        on documents._source = currencies._source
        and documents.currency = currencies.currency_id
    where coalesce(documents.is_posted, true)
        and documents.posting_date <= as_of.as_of_date
),

{# A system numbers accounts in its own way. #}
accounts as (
    select _source, account, account_number, account_type
    from {{ ref('int_gl_account_versions') }}
    where known_to is null and not is_deleted
),

{# Payables keep the order of an invoice where its posting does not, if it is one order. #}
payables as (
    select
        invoices._source,
        invoices.description as reference,
        min(coalesce(orders.order_number, orders.po_number)) as purchase_order
    from {{ ref('int_ap_invoice_versions') }} as invoices
    inner join {{ ref('int_purchase_order_current') }} as orders
        on invoices._source = orders._source
        and invoices.purchase_order = orders.po_number
    where invoices.known_to is null and not invoices.is_deleted
    group by invoices._source, invoices.description
    having count(distinct coalesce(orders.order_number, orders.po_number)) = 1
),

final as (
    select
        lines._source as ledger_source,
        lines.document_id,
        lines.line_number,
        documents.document_type,
        documents.posting_date,
        coalesce(documents.reference, documents.source_document) as reference,
        coalesce(accounts.account_number, lines.account) as full_account,
        lower(accounts.account_type) as account_type,
        coalesce(projects.project_code, details.study_id) as study_id,
        coalesce(lines.purchase_order, payables.purchase_order, details.source_document) as purchase_order,
        coalesce(lines.currency, documents.document_currency) as currency,
        cast(
            coalesce(
                details.amount, lines.amount, coalesce(lines.debit_amount, 0) - coalesce(lines.credit_amount, 0)
            ) as decimal(38, 4)
        ) as amount,
        lines.known_from,
        lines.known_to
    from {{ ref('int_gl_document_line_current') }} as lines
    inner join documents
        on lines._source = documents._source
        and lines.document_id = documents.document_id
    left join accounts
        on lines._source = accounts._source
        and lines.account = accounts.account
    left join {{ ref('int_document_line_current') }} as details
        on lines._source = details._source
        and lines.document_id = details.document_id
        and lines.line_number = details.line_number
    left join {{ ref('int_project_task_current') }} as tasks
        on lines._source = tasks._source
        and lines.project_id = tasks.task_id
    left join {{ ref('int_project_current') }} as projects
        on lines._source = projects._source
        and coalesce(tasks.project_id, lines.project_id) = projects.project_id
    left join payables
        on lines._source = payables._source
        and documents.source_document = payables.reference
)

select
    final.*,
    {{ natural_account('full_account') }} as account
from final
