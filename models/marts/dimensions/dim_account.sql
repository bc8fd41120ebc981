{# A text in English, else the first one. #}
with texts as (
    select
        _source,
        chart_of_accounts,
        account,
        account_name,
        row_number() over (
            partition by _source, chart_of_accounts, account
            order by case when lower(language) in ('e', 'en') then 0 else 1 end, language
        ) as position
    from {{ ref('int_gl_account_text_current') }}
    where account_name is not null
),

accounts as (
    select
        accounts.account,
        coalesce(accounts.account_number, accounts.account) as account_number,
        coalesce(accounts.account_name, texts.account_name) as account_name,
        lower(accounts.account_type) as account_type,
        accounts.chart_of_accounts,
        accounts._source as account_source
    from {{ ref('int_gl_account_current') }} as accounts
    left join texts
        on accounts._source = texts._source
        and accounts.chart_of_accounts = texts.chart_of_accounts
        and accounts.account = texts.account
        and texts.position = 1
),

numbered as (
    select
        accounts.*,
        {{ natural_account('account_number') }} as natural_account
    from accounts
)

select
    numbered.account,
    numbered.account_number,
    numbered.natural_account,
    numbered.account_name,
    numbered.account_type,
    numbered.chart_of_accounts,
    costs.cost_type,
    costs.cost_category,
    numbered.account_source,
    coalesce(costs.is_expense, false) as is_clinical_expense
from numbered
left join {{ ref('cost_accounts') }} as costs on numbered.natural_account = costs.account
