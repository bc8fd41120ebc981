{#
Payments that are earned over the days between two dates, whenever they are billed: the part of each month, dated at its
end or on the last day. The parts of a payment add up to it.
#}
with items as (
    select
        items.*,
        contracts.study_id,
        contracts.site_id,
        contracts.currency as contract_currency,
        contracts.vat_pct,
        contracts.vat_recoverable_pct,
        case when items.service_to < items.service_from then items.service_from else items.service_to end as last_day
    from {{ ref('int_payable_item_current') }} as items
    left join {{ ref('int_contracts') }} as contracts on items.contract_id = contracts.contract_id
    where items.item_kind in ('milestone', 'up_front')
),

months as (
    select
        items.*,
        coalesce(items.currency, items.contract_currency) as item_currency,
        coalesce(currencies.minor_units, 2) as minor_units,
        case when calendar.month_end < items.last_day then calendar.month_end when calendar.month_end is not null then items.last_day end as service_date
    from items
    left join {{ ref('int_calendar') }} as calendar
        on calendar.calendar_date = calendar.month_end
        and calendar.month_end >= items.service_from
        and calendar.month_start <= items.last_day
    left join {{ ref('currencies') }} as currencies
        on coalesce(items.currency, items.contract_currency) = currencies.currency
),

taxed as (
    select months.*, {{ vat_cost('amount', 'months', 'minor_units') }} as vat_cost
    from months
),

shares as (
    select
        taxed.*,
        {% for amount in ['amount', 'vat_cost'] -%}
        case
            when service_date = last_day then {{ amount }}
            else {{ exact_share(
                amount, days_between('service_from', 'service_date'), days_between('service_from', 'last_day'), 'minor_units'
            ) }}
        end as {{ amount }}_to_date{{ ',' if not loop.last }}
        {% endfor %}
    from taxed
)

select
    study_id,
    site_id,
    contract_id,
    case item_kind when 'milestone' then 'cro_milestones' else 'up_front_fee' end as cost_type,
    item_kind,
    payable_item_id,
    item,
    service_date,
    service_date as known_date,
    price_version as rate_version,
    amount as rate_amount,
    item_currency as currency,
    minor_units,
    case
        when study_id is null then 'out_of_contract'
        when service_date is null then 'undated'
        when amount is null then 'unpriced'
        else 'priced'
    end as pricing_status,
    {% for amount, part in [('amount', 'full_amount'), ('vat_cost', 'vat_cost_amount')] -%}
    cast(
        {{ amount }}_to_date - coalesce(
            lag({{ amount }}_to_date) over (partition by item_kind, payable_item_id order by service_date), 0
        ) as decimal(38, 4)
    ) as {{ part }},
    {% endfor -%}
    _load_id as source_load_id,
    _row as source_row,
    known_from,
    known_to
from shares
