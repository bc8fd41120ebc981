{% set reporting = var('reporting_currency') %}

with ledgers as (
    select
        lines.ledger_source, lines.document_id, lines.line_number, lines.study_id, accounts.cost_category,
        lines.account, lines.posting_date, lines.currency, lines.amount, lines.known_from, lines.known_to
    from {{ ref('int_ledger_lines') }} as lines
    inner join {{ ref('cost_accounts') }} as accounts on lines.account = accounts.account
    where accounts.is_expense
),

{# Expense lines of a data hub stand for the months of a study in which no ledger of an ERP system books it. #}
lines as (
    select * from ledgers

    union all

    select
        spend.ledger, spend.document_number, spend.line_number, spend.study_id, spend.cost_category,
        spend.account, spend.posting_date, spend.transaction_currency, spend.transaction_amount,
        spend.known_from, spend.known_to
    from {{ ref('spend') }} as spend
    left join (select distinct study_id, {{ period_of('posting_date') }} as period from ledgers) as booked
        on spend.study_id = booked.study_id
        and {{ period_of('spend.posting_date') }} = booked.period
    where booked.study_id is null
)

select
    lines.*,
    '{{ reporting }}' as reporting_currency,
    {{ converted('lines.amount', 'lines.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as reporting_amount
from lines
left join {{ ref('int_fx_daily') }} as source
    on lines.currency = source.currency
    and lines.posting_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and lines.posting_date = target.rate_date
