with digits as (
    {% for digit in range(10) -%}
    select {{ digit }} as digit {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

offsets as (
    select
        ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit
        + 10000 * ten_thousands.digit as days
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    cross join (select digit from digits where digit < 3) as ten_thousands
),

days as (
    select {{ add_days("date '1990-01-01'", 'days') }} as calendar_date
    from offsets
)

select
    calendar_date,
    {{ month_start('calendar_date') }} as month_start,
    {{ month_end('calendar_date') }} as month_end,
    {{ period_of('calendar_date') }} as period
from days
