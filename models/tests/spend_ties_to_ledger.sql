-- Every expense line of the ledger is in spend once, and a line without a rate has no reporting amount.
with ledger as (
    select lines.currency, count(*) as lines, sum(lines.amount) as amount
    from {{ ref('int_gl_entry_current') }} as lines
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('int_gl_account_current') }} as accounts on lines.account = accounts.account
    where coalesce(lower(accounts.account_type), 'expense') = 'expense'
        and lines.posting_date <= as_of.as_of_date
    group by lines.currency
),

spend as (
    select
        transaction_currency as currency,
        count(*) as lines,
        sum(transaction_amount) as amount,
        count(case when (fx_status = 'missing') <> (reporting_amount is null) then 1 end) as contradictions
    from {{ ref('spend') }}
    group by transaction_currency
)

select ledger.currency
from ledger
left join spend on ledger.currency = spend.currency
where spend.currency is null
    or spend.lines <> ledger.lines
    or spend.amount <> ledger.amount
    or spend.contradictions > 0
