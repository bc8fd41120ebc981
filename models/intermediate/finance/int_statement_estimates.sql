{#
Months that are over and whose statement of passed-on costs was not there at their end: the mean of the last three months'
statements known by then, per site active in them, times the sites active in the month, until the statement is known.
#}
with statements as (
    select
        contract_id,
        currency,
        max(minor_units) as minor_units,
        {{ period_of('service_date') }} as period,
        sum(amount - vat_cost_amount) as amount,
        min(known_date) as first_known_date,
        max(known_date) as last_known_date
    from {{ ref('int_earned_items') }}
    where cost_type = 'pass_through' and item_kind = 'statement' and pricing_status = 'priced'
    group by contract_id, currency, {{ period_of('service_date') }}
),

months as (
    select
        contracts.study_id,
        contracts.contract_id,
        contracts.vat_pct,
        contracts.vat_recoverable_pct,
        streams.currency,
        streams.minor_units,
        months.period,
        months.month_end
    from (
        select contract_id, currency, max(minor_units) as minor_units, min(period) as first_period
        from statements
        group by contract_id, currency
    ) as streams
    inner join {{ ref('int_contracts') }} as contracts on streams.contract_id = contracts.contract_id
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('int_months') }} as months
        on months.period >= streams.first_period
        and months.month_end <= as_of.as_of_date
        and (contracts.start_date is null or contracts.start_date <= months.month_end)
        and (contracts.end_date is null or contracts.end_date >= months.month_start)
),

active as (
    select
        months.study_id,
        months.period,
        count(sites.site_id) as active_sites
    from (select distinct study_id, period, month_end from months) as months
    left join {{ ref('dim_site') }} as sites
        on months.study_id = sites.study_id
        and sites.activation_date <= months.month_end
        and (sites.closed_date is null or sites.closed_date > months.month_end)
    group by months.study_id, months.period
),

due as (
    select months.*, statements.first_known_date as known_date, active.active_sites
    from months
    inner join active
        on months.study_id = active.study_id
        and months.period = active.period
    left join statements
        on months.contract_id = statements.contract_id
        and months.currency = statements.currency
        and months.period = statements.period
    where statements.first_known_date is null or statements.first_known_date > months.month_end
),

ranked as (
    select
        due.*,
        earlier.amount as earlier_amount,
        active.active_sites as earlier_sites,
        row_number() over (partition by due.contract_id, due.currency, due.period order by earlier.period desc) as recency
    from due
    inner join statements as earlier
        on due.contract_id = earlier.contract_id
        and due.currency = earlier.currency
        and earlier.period < due.period
        and earlier.last_known_date <= due.month_end
    inner join active
        on due.study_id = active.study_id
        and earlier.period = active.period
),

means as (
    select
        study_id, contract_id, currency, period, month_end, known_date, active_sites, vat_pct, vat_recoverable_pct, minor_units,
        sum(earlier_amount) as earlier_amount,
        sum(earlier_sites) as earlier_sites
    from ranked
    where recency <= 3
    group by
        study_id, contract_id, currency, period, month_end, known_date, active_sites, vat_pct, vat_recoverable_pct,
        minor_units
    having count(*) = 3
),

estimated as (
    select
        means.*,
        {{ exact_share('earlier_amount', 'active_sites', 'earlier_sites', 'minor_units') }} as gross_amount
    from means
    where earlier_sites > 0
)

select
    study_id,
    contract_id,
    period,
    month_end as service_date,
    known_date,
    active_sites,
    currency,
    gross_amount,
    {{ vat_cost('gross_amount', 'estimated', 'minor_units') }} as vat_cost_amount
from estimated
