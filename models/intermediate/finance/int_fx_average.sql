{# The average rate of each month up to the as-of date, and the daily one of its last day where none was published in it. #}
with months as (
    select
        months.period,
        case when months.month_end < as_of.as_of_date then months.month_end else as_of.as_of_date end as last_date
    from {{ ref('int_months') }} as months
    cross join {{ ref('int_as_of') }} as as_of
)

select
    daily.currency,
    months.period,
    coalesce(average.rate, daily.euro_rate) as euro_rate
from months
inner join {{ ref('int_fx_daily') }} as daily on months.last_date = daily.rate_date
left join {{ ref('fx_rates_in_force') }} as average
    on average.rate_type = 'average'
    and daily.currency = average.currency
    and months.last_date >= average.valid_from
    and months.last_date < average.valid_to
