with moved as (
    select
        contract_id, currency, period, earned_amount as expense_amount, true_up_amount as prior_period_amount,
        cast(null as decimal(38, 4)) as invoiced_amount
    from {{ ref('int_contract_activity') }}
    where cost_type = 'visit_fees' and (earned_amount is not null or true_up_amount is not null)

    union all

    select
        invoices.contract_id, invoices.currency, {{ period_of('invoices.posting_date') }}, null, null, invoices.amount
    from {{ ref('int_contract_invoices') }} as invoices
    inner join {{ ref('int_site_contract_current') }} as contracts on invoices.contract_id = contracts.contract_id
    where invoices.feed = 'ap_invoice'
),

activity as (
    select
        contract_id,
        currency,
        period,
        sum(expense_amount) as expense_amount,
        sum(prior_period_amount) as prior_period_amount,
        sum(invoiced_amount) as invoiced_amount
    from moved
    group by contract_id, currency, period
),

streams as (
    select contract_id, currency, min(period) as first_period
    from activity
    group by contract_id, currency
),

filled as (
    select
        streams.contract_id,
        streams.currency,
        months.period,
        months.month_start as period_start,
        months.month_end,
        {% for amount in ['expense', 'prior_period', 'invoiced'] -%}
        cast(coalesce(activity.{{ amount }}_amount, 0) as decimal(38, 4)) as {{ amount }}_amount{{ ',' if not loop.last }}
        {% endfor %}
    from streams
    inner join {{ ref('int_months') }} as months on months.period >= streams.first_period
    left join activity
        on streams.contract_id = activity.contract_id
        and streams.currency = activity.currency
        and months.period = activity.period
),

cumulated as (
    select
        filled.*,
        lead(month_end) over (partition by contract_id, currency order by period) is null as is_latest_period,
        sum(expense_amount + prior_period_amount) over to_date as ltd_earned_amount,
        sum(invoiced_amount) over to_date as ltd_invoiced_amount
    from filled
    window to_date as (
        partition by contract_id, currency order by period rows between unbounded preceding and current row
    )
),

closed as (
    select
        cumulated.*,
        greatest(ltd_earned_amount - ltd_invoiced_amount, 0) as closing_amount,
        greatest(ltd_invoiced_amount - ltd_earned_amount, 0) as prepaid_amount
    from cumulated
)

select
    contract_id,
    currency,
    period,
    period_start,
    month_end,
    is_latest_period,
    cast(
        coalesce(lag(closing_amount) over (partition by contract_id, currency order by period), 0) as decimal(38, 4)
    ) as opening_amount,
    expense_amount,
    prior_period_amount,
    invoiced_amount,
    {% for amount in ['closing', 'prepaid', 'ltd_earned', 'ltd_invoiced'] -%}
    cast({{ amount }}_amount as decimal(38, 4)) as {{ amount }}_amount{{ ',' if not loop.last }}
    {% endfor %}
from closed
