with amounts as (
    select
        visits.*,
        case visits.pricing_status
            when 'priced' then visits.full_amount
            when 'capped' then cast(0 as decimal(38, 4))
        end as gross_amount
    from {{ ref('int_priced_visits') }} as visits
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
        holdback_pct,
        {{ round_to_minor_units(
            'cast(gross_amount as decimal(24, 4)) * cast(holdback_pct as decimal(9, 6))', 'minor_units'
        ) }} as holdback_amount,
        currency,
        false as is_estimate,
        pricing_status = 'capped' as is_capped,
        pricing_status,
        source_load_id,
        source_row,
        known_from,
        known_to
    from amounts
)

select * from final
