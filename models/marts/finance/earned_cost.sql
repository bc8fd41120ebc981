{% set reporting = var('reporting_currency') %}

with amounts as (
    select
        visits.*,
        case visits.pricing_status
            when 'priced' then visits.full_amount
            when 'capped' then cast(0 as decimal(38, 4))
        end as gross_amount,
        case visits.pricing_status
            when 'priced' then visits.vat_cost_amount
            when 'capped' then cast(0 as decimal(38, 4))
        end as vat_amount
    from {{ ref('int_priced_visits') }} as visits
),

earned as (
    select amounts.*, cast(gross_amount + vat_amount as decimal(38, 4)) as earned_amount
    from amounts
),

rated as (
    select
        earned.*,
        {{ converted('earned.earned_amount', 'earned.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as reporting_amount
    from earned
    left join {{ ref('int_fx_daily') }} as source
        on earned.currency = source.currency
        and earned.service_date = source.rate_date
    left join {{ ref('int_fx_daily') }} as target
        on target.currency = '{{ reporting }}'
        and earned.service_date = target.rate_date
),

final as (
    select
        study_id,
        site_id,
        country_code,
        contract_id,
        subject_id,
        visit_id,
        event_name,
        service_date,
        entered_date,
        {{ period_of('service_date') }} as period,
        rate_version,
        quantity,
        rate_amount,
        overhead_pct,
        gross_amount,
        vat_pct,
        vat_recoverable_pct,
        vat_amount as vat_cost_amount,
        earned_amount,
        holdback_pct,
        {{ round_to_minor_units(
            'cast(gross_amount as decimal(38, 4)) * cast(holdback_pct as decimal(38, 6))', 'minor_units'
        ) }} as holdback_amount,
        currency,
        '{{ reporting }}' as reporting_currency,
        reporting_amount,
        pricing_status = 'capped' as is_capped,
        pricing_status,
        source_load_id,
        source_row,
        known_from,
        known_to
    from rated
)

select * from final
