with horizons as (
    {% for days in var('milestone_forecast_horizons') -%}
    select {{ days }} as horizon_days
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

judged as (
    select
        forecasts.*,
        horizons.horizon_days
    from {{ ref('milestone_forecasts') }} as forecasts
    cross join horizons
    where {{ add_days('forecasts.made_date', 'horizons.horizon_days') }} <= forecasts.actual_date
        and (
            forecasts.superseded_date is null
            or {{ add_days('forecasts.superseded_date', 'horizons.horizon_days') }} > forecasts.actual_date
        )
),

errors as (
    select
        judged.*,
        {{ days_between('actual_date', 'forecast_date') }} as error_days
    from judged
),

final as (
    select
        study_id,
        forecast_id,
        milestone_id,
        milestone_type,
        milestone_level,
        country_code,
        site_id,
        forecaster,
        horizon_days,
        made_date,
        forecast_date,
        actual_date,
        error_days,
        abs(error_days) as absolute_error_days,
        known_from,
        known_to
    from errors
)

select * from final
