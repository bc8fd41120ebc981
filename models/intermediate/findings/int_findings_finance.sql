with earned as (
    select * from {{ ref('earned_cost') }}
),

duplicates as (
    select {{ finding('duplicate_invoice', 'high', 'ap_invoice', 'invoice_id', "'The same issuer, number, amount and currency were delivered before; not counted as invoiced'", site_id='site_id') }}
    from {{ ref('invoices') }}
    where is_duplicate
),

missing_rates as (
    select {{ finding('missing_fx_rate', 'high', 'gl_entry', "ledger || '|' || document_number || '|' || line_number", "'No daily rate of ' || transaction_currency || ' on ' || cast(posting_date as varchar)", site_id='site_id') }}
    from {{ ref('spend') }}
    where fx_status = 'missing'
),

unpriced as (
    select {{ finding('unpriced_event', 'medium', 'subject_visit', "subject_id || '|' || visit_id", "'The contract has no rate for ' || coalesce(event_name, 'an unnamed visit') || ' on its day'", site_id='site_id') }}
    from earned
    where pricing_status = 'unpriced'
),

out_of_contract as (
    select {{ finding('visit_out_of_contract', 'medium', 'subject_visit', "subject_id || '|' || visit_id", "'No site contract was in force on the day of the visit'", site_id='site_id') }}
    from earned
    where pricing_status = 'out_of_contract'
),

prepaid as (
    select {{ finding('prepaid_contract', 'low', 'site_contract', 'rollforward.contract_id', "'Invoiced exceeds earned: a prepayment in ' || min(rollforward.currency)", study_id='rollforward.study_id', site_id='rollforward.site_id', known='max(contracts.known_from)') }}
    from {{ ref('accrual_rollforward') }} as rollforward
    inner join {{ ref('int_site_contract_current') }} as contracts on rollforward.contract_id = contracts.contract_id
    cross join {{ ref('int_as_of') }} as as_of
    where rollforward.prepaid_amount > 0
        and rollforward.period = {{ period_of('as_of.as_of_date') }}
    group by rollforward.study_id, rollforward.site_id, rollforward.contract_id
),

without_contract as (
    select {{ finding('invoice_without_contract', 'medium', 'ap_invoice', 'invoices.invoice_id', "'No contract, or more than one, is known for the invoice: it reduces no accrual'", study_id='invoices.study_id', site_id='invoices.site_id', known='invoices.known_from') }}
    from {{ ref('invoices') }} as invoices
    left join {{ ref('int_contract_orders') }} as orders on invoices.purchase_order = orders.po_number
    left join {{ ref('int_contracts') }} as contracts
        on contracts.contract_id = coalesce(invoices.contract_id, orders.contract_id)
    where contracts.contract_id is null and not invoices.is_duplicate
),

posted_without_contract as (
    select {{ finding('invoice_without_contract', 'medium', 'gl_document', 'invoice_id', "'The ledger has an invoice of an order that no contract, or more than one, names: it reduces no accrual'", study_id='min(study_id)', known='min(known_from)') }}
    from {{ ref('int_contract_invoices') }}
    where contract_id is null and feed = 'gl_document'
    group by invoice_id
),

other_currency as (
    select {{ finding('invoice_currency_differs', 'medium', 'ap_invoice', 'invoices.invoice_id', "'The invoice is in ' || invoices.currency || ', the contract in ' || contracts.currency", study_id='invoices.study_id', site_id='invoices.site_id', known='invoices.known_from') }}
    from {{ ref('invoices') }} as invoices
    inner join {{ ref('int_contracts') }} as contracts on invoices.contract_id = contracts.contract_id
    where invoices.currency <> contracts.currency
),

closed_periods as (
    select period, min(known_from) as closed_at
    from {{ ref('int_accounting_period_versions') }}
    where status = 'closed' and not is_deleted
    group by period
),

into_closed_period as (
    select {{ finding('posted_to_closed_period', 'medium', 'gl_entry', "lines.ledger || '|' || lines.document_number || '|' || lines.line_number", "'The line came after period ' || lines.period || ' was closed'", study_id='lines.study_id', site_id='lines.site_id', known='lines.known_from') }}
    from {{ ref('int_gl_entry_current') }} as lines
    inner join closed_periods on lines.period = closed_periods.period
    cross join (select min(known_from) as first_delivery from {{ ref('int_gl_entry_versions') }}) as deliveries
    where lines.known_from > closed_periods.closed_at
        and lines.known_from > deliveries.first_delivery
),

work_not_evaluable as (
    select {{ finding('contract_item_not_evaluable', 'medium', 'payable_item', "item_kind || '|' || item_id", "'The item cannot be priced: supply ' || case pricing_status when 'unpriced' then 'a price in force on its day in the fee schedule, or its quantity and unit price' when 'undated' then 'the days on which it is earned' else 'the contract, or correct the day: it is not within a contract' end", site_id='site_id') }}
    from {{ ref('earned_work') }}
    where pricing_status in ('unpriced', 'out_of_contract', 'undated') and item_kind <> 'visit'
),

work_without_rate as (
    select {{ finding('missing_fx_rate', 'high', 'contract', "contract_id || '|' || cost_type || '|' || currency", counted('count(*)', "pieces of work have no daily rate of their currency on their day: supply the rates"), site_id='site_id', known='max(known_from)') }}
    from {{ ref('earned_work') }}
    where fx_status = 'missing' and amount <> 0
    group by study_id, site_id, contract_id, cost_type, currency
),

accounts_without_cost as (
    select {{ finding('account_without_cost_type', 'low', 'gl_account', "lines.ledger_source || '|' || lines.account", counted('count(*)', "lines of studies are posted to an account that the seed cost_accounts does not list: they are no cost"), study_id='cast(null as varchar)', known='max(lines.known_from)') }}
    from {{ ref('int_ledger_lines') }} as lines
    left join {{ ref('cost_accounts') }} as accounts on lines.account = accounts.account
    where accounts.account is null
        and lines.study_id is not null
        and lines.amount <> 0
        and coalesce(lines.account_type, 'expense') = 'expense'
    group by lines.ledger_source, lines.account
),

drafts as (
    select study_id, 'enrollment_plan' as entity, plan_version as version, max(approved_date) as approved_date, max(known_from) as known_from
    from {{ ref('int_enrollment_plan_current') }}
    group by study_id, plan_version

    union all

    select study_id, 'budget', budget_version, max(approved_date), max(known_from)
    from {{ ref('int_budget_current') }}
    group by study_id, budget_version
),

versions_without_approval as (
    select {{ finding('version_without_approval', 'medium', 'plan', "drafts.entity || '|' || drafts.version", "'The version has no day of approval beside versions that have one: it is a draft and plans nothing'", study_id='drafts.study_id', known='drafts.known_from') }}
    from drafts
    inner join (
        select study_id, entity from drafts where approved_date is not null group by study_id, entity
    ) as approved
        on drafts.study_id = approved.study_id
        and drafts.entity = approved.entity
    where drafts.approved_date is null
),

credits_as_charges as (
    select {{ finding('credit_note_posted_as_charge', 'high', 'gl_document', 'lines.document_id', "'The credit note was posted as a charge; it is counted as a credit'", study_id='lines.study_id', site_id='cast(null as varchar)', known='max(lines.known_from)') }}
    from {{ ref('int_ledger_lines') }} as lines
    inner join {{ ref('cost_accounts') }} as accounts on lines.account = accounts.account
    where lines.document_type in ('{{ var('credit_note_document_types') | join("', '") }}')
    group by lines.study_id, lines.document_id
    having sum(lines.amount) > 0
),

budget_without_rate as (
    select {{ finding('budget_without_rate', 'medium', 'budget', "cost_category || '|' || period", "'No rate turns the budget from ' || currency || ' into reporting currency'", known='cast(null as timestamp)') }}
    from {{ ref('int_budget_in_force') }}
    where reporting_amount is null and amount is not null
),

{# Numbers of bills that are counted or posted; a ledger has the vendor's own number as the number of the bill or as its text. #}
booked as (
    select {{ bare_number('invoice_number') }} as number from {{ ref('int_ap_invoice_current') }}

    union

    select {{ bare_number('reference') }} from {{ ref('int_ledger_lines') }}
),

ledgers as (
    select ledger_source, min(posting_date) as first_date from {{ ref('int_ledger_lines') }} group by ledger_source
),

{# Of systems that keep the books, and no bill that is older than these. #}
not_posted as (
    select {{ finding('invoice_not_posted', 'medium', 'ap_invoice', "bills._source || '|' || bills.invoice_id || coalesce('|' || bills.invoice_number, '')", "'A bill in payables is neither counted nor posted: it waits there, or nothing of it is owed'", study_id='cast(null as varchar)', known='bills.known_from') }}
    from {{ ref('int_ap_invoice_versions') }} as bills
    inner join ledgers
        on bills._source = ledgers.ledger_source
        and coalesce(bills.invoice_date, bills.received_date, cast(bills.known_from as date)) >= ledgers.first_date
    left join booked as numbered on {{ bare_number('bills.invoice_number') }} = numbered.number
    left join booked as described on {{ bare_number('bills.description') }} = described.number
    left join (select distinct ledger_source, document_id from {{ ref('int_ledger_lines') }}) as posted
        on bills._source = posted.ledger_source
        and bills.invoice_id = posted.document_id
    where bills.known_to is null and not bills.is_deleted and coalesce(bills.amount, 1) <> 0
        and numbered.number is null and described.number is null and posted.document_id is null
)

{% for finding in ['duplicates', 'missing_rates', 'unpriced', 'out_of_contract', 'prepaid', 'without_contract', 'posted_without_contract', 'other_currency', 'into_closed_period', 'work_not_evaluable', 'work_without_rate', 'accounts_without_cost', 'versions_without_approval', 'credits_as_charges', 'budget_without_rate', 'not_posted'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
