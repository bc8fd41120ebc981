select
    calendar.period,
    calendar.month_start,
    calendar.month_end
from {{ ref('int_calendar') }} as calendar
inner join {{ ref('int_as_of') }} as as_of on calendar.calendar_date <= as_of.as_of_date
where calendar.calendar_date = calendar.month_start
