with balances as (
    select * from {{ ref('int_trial_balance_current') }}
)

select
    ledger,
    period,
    account,
    study_id,
    closing_amount,
    currency,
    known_from,
    known_to
from balances
