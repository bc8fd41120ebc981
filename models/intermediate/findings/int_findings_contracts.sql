with contracts as (
    select * from {{ ref('int_contracts') }}
),

orders as (
    select * from {{ ref('int_contract_orders') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

{# Where each contract stands on the last day that the balances tell. #}
standing as (
    select balances.*, as_of.as_of_date
    from {{ ref('contract_balances') }} as balances
    cross join as_of
    where balances.balance_date <= as_of.as_of_date
        and coalesce(balances.next_balance_date > as_of.as_of_date, true)
),

not_released as (
    select {{ finding('holdback_not_released', 'medium', 'site_contract', 'standing.contract_id', "'The site closed more than " ~ var('holdback_release_days') ~ " days ago and what was held back is not billed'", study_id='standing.study_id', site_id='standing.site_id', known='max(contracts.known_from)') }}
    from standing
    inner join {{ ref('dim_site') }} as sites
        on standing.study_id = sites.study_id
        and standing.site_id = sites.site_id
    inner join {{ ref('int_site_contract_current') }} as contracts on standing.contract_id = contracts.contract_id
    where sites.closed_date < {{ add_days('standing.as_of_date', -var('holdback_release_days')) }}
    group by standing.study_id, standing.site_id, standing.contract_id, standing.currency
    having sum(standing.held_to_date_amount) > 0 and sum(standing.released_to_date_amount) = 0
),

{# Terms are told by few sources; the day is the last word of the clause. #}
indexed as (
    select
        contract_id,
        min({{ parse_date("substring(indexation, length(indexation) - 9)") }}) as indexed_from,
        max(known_from) as known_from
    from {{ ref('int_site_contract_versions') }}
    where known_to is null and not is_deleted and indexation is not null
    group by contract_id
),

priced as (
    select contract_id, max(effective_date) as latest_date
    from {{ ref('int_fee_schedule_current') }}
    group by contract_id
),

not_indexed as (
    select {{ finding('price_index_missed', 'medium', 'site_contract', 'contracts.contract_id', "'The contract raises its prices from ' || cast(indexed.indexed_from as varchar) || ' and its fee schedule has no version from then on'", study_id='contracts.study_id', site_id='contracts.site_id', known='indexed.known_from') }}
    from contracts
    inner join indexed on contracts.contract_id = indexed.contract_id
    inner join priced on contracts.contract_id = priced.contract_id
    cross join as_of
    where indexed.indexed_from <= as_of.as_of_date
        and priced.latest_date < indexed.indexed_from
),

committed as (
    select contract_id, currency, sum(invoiced_to_date_amount + closing_amount) as amount
    from standing
    group by contract_id, currency
),

{# Lines keep amounts as stored, shifted in currencies without two decimals, which they do not name. #}
ordered as (
    select heads.po_number, heads.currency, sum(lines.amount) as amount, max(lines.known_from) as known_from
    from {{ ref('int_purchase_order_line_versions') }} as lines
    inner join {{ ref('int_purchase_order_versions') }} as heads
        on lines._source = heads._source
        and lines.po_number = heads.po_number
    inner join {{ ref('currencies') }} as currencies on heads.currency = currencies.currency
    where lines.known_to is null and not lines.is_deleted and lines.deletion_indicator is null
        and heads.known_to is null and not heads.is_deleted
        and currencies.minor_units = 2
    group by heads._source, heads.po_number, heads.currency
),

overspent as (
    select {{ finding('order_overspent', 'high', 'purchase_order', 'ordered.po_number', "'Invoiced and accrued together exceed the order in ' || ordered.currency", study_id='contracts.study_id', site_id='contracts.site_id', known='ordered.known_from') }}
    from ordered
    inner join orders on ordered.po_number = orders.po_number
    inner join contracts on orders.contract_id = contracts.contract_id
    inner join committed
        on contracts.contract_id = committed.contract_id
        and ordered.currency = committed.currency
    where committed.amount > ordered.amount
),

accrued as (
    select reference as contract_id, currency, posting_date, -sum(amount) as amount, max(known_from) as known_from
    from {{ ref('int_ledger_lines') }}
    where account = '{{ var('accrual_account') }}' and amount < 0
    group by reference, currency, posting_date
),

owed as (
    select
        contract_id,
        balance_date,
        max(currency) as currency,
        max(reporting_currency) as reporting_currency,
        sum(closing_amount) as amount,
        sum(closing_reporting_amount) as reporting_amount
    from {{ ref('contract_balances') }}
    group by contract_id, balance_date
    having count(distinct currency) = 1
),

month_ends as (
    select
        accrued.contract_id,
        accrued.known_from,
        accrued.amount as accrued_amount,
        case when accrued.currency = owed.currency then owed.amount else owed.reporting_amount end as owed_amount,
        row_number() over (partition by accrued.contract_id order by accrued.posting_date desc) as recency
    from accrued
    inner join owed
        on accrued.contract_id = owed.contract_id
        and accrued.posting_date = owed.balance_date
        and accrued.currency in (owed.currency, owed.reporting_currency)
),

too_low as (
    select {{ finding('accrued_below_earned', 'high', 'site_contract', 'contracts.contract_id', "'Each of the last " ~ var('low_accrual_closes') ~ " month-end accruals lies below what the work is worth'", study_id='contracts.study_id', site_id='contracts.site_id', known='max(month_ends.known_from)') }}
    from month_ends
    inner join contracts on month_ends.contract_id = contracts.contract_id
    where month_ends.recency <= {{ var('low_accrual_closes') }}
        and month_ends.accrued_amount < {{ 1 - var('low_accrual_share') }} * month_ends.owed_amount
    group by contracts.study_id, contracts.site_id, contracts.contract_id
    having count(*) = {{ var('low_accrual_closes') }}
),

{# What was paid in advance stands on the order; what is used up, on the contract. #}
used_up as (
    select
        contracts.study_id,
        contracts.site_id,
        contracts.contract_id,
        contracts.end_date,
        sum(lines.amount) as balance,
        max(lines.posting_date) as last_date,
        max(lines.known_from) as known_from
    from {{ ref('int_ledger_lines') }} as lines
    left join contracts as named on lines.reference = named.contract_id
    left join orders on lines.purchase_order = orders.po_number
    inner join contracts on contracts.contract_id = coalesce(named.contract_id, orders.contract_id)
    where lines.account = '{{ var('prepayment_account') }}'
    group by contracts.study_id, contracts.site_id, contracts.contract_id, contracts.end_date
),

stale as (
    select {{ finding('stale_prepayment', 'medium', 'site_contract', 'used_up.contract_id', "'A prepayment has not been used up since ' || cast(used_up.last_date as varchar)", study_id='used_up.study_id', site_id='used_up.site_id', known='used_up.known_from') }}
    from used_up
    cross join as_of
    where used_up.balance > 0
        and used_up.last_date < {{ add_days('as_of.as_of_date', -var('stale_prepayment_days')) }}
        and coalesce(used_up.end_date > as_of.as_of_date, true)
),

names as (
    select _source, vendor_id, max(vendor_number) as vendor_number, count(distinct vendor_name) as names, max(known_from) as known_from
    from {{ ref('int_vendor_versions') }}
    where not is_deleted
    group by _source, vendor_id
),

renamed as (
    select {{ finding('vendor_renamed', 'low', 'vendor', 'coalesce(vendor_number, vendor_id)', "'The vendor has another name than before; its history stays together'", study_id='cast(null as varchar)', known='max(known_from)') }}
    from names
    where names > 1
    group by coalesce(vendor_number, vendor_id)
),

of_no_vendor as (
    select {{ finding('unknown_vendor', 'high', 'gl_document_line', 'lines.vendor_id', counted('count(distinct lines.document_id)', 'documents name a vendor that the vendor list does not have'), study_id='cast(null as varchar)', known='min(lines.known_from)') }}
    from {{ ref('int_gl_document_line_current') }} as lines
    inner join (select distinct _source from names) as listing on lines._source = listing._source
    left join names
        on lines._source = names._source
        and lines.vendor_id = names.vendor_id
    where lines.vendor_id is not null and names.vendor_id is null
    group by lines._source, lines.vendor_id
)

{% for finding in ['not_released', 'not_indexed', 'overspent', 'too_low', 'stale', 'renamed', 'of_no_vendor'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
