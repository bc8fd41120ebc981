with handed_out as (
    select
        study_id,
        kit_id,
        min(dispensed_at) as dispensed_date,
        count(*) as hand_outs
    from {{ ref('int_dispensation_current') }}
    group by study_id, kit_id
),

located as (
    select
        kits.*,
        coalesce(shipments.site_id, kits.site_id) as located_site_id,
        shipments.country,
        shipments.received_date,
        coalesce(shipments.temperature_excursion, false) as has_excursion,
        case when lower(shipments.excursion_decision) = 'released' then shipments.excursion_decision_date end
            as released_date,
        handed_out.dispensed_date,
        coalesce(handed_out.hand_outs, 0) as hand_outs
    from {{ ref('int_kit_current') }} as kits
    left join {{ ref('int_shipment_current') }} as shipments
        on kits.study_id = shipments.study_id
        and kits.shipment_id = shipments.shipment_id
    left join handed_out
        on kits.study_id = handed_out.study_id
        and kits.kit_id = handed_out.kit_id
),

final as (
    select
        located.study_id,
        located.kit_id,
        located.located_site_id as site_id,
        coalesce(nullif(sites.country_code, 'ZZ'), aliases.country_code, 'ZZ') as country_code,
        located.shipment_id,
        located.depot,
        located.lot,
        located.status as kit_status,
        cast(located.hand_outs as bigint) as hand_outs,
        located.has_excursion,
        located.received_date,
        located.expiry_date,
        {{ add_days('located.expiry_date', -var('kit_expiry_days')) }} as expiring_from_date,
        located.released_date,
        located.dispensed_date,
        located.destroyed_date,
        coalesce(located.dispensed_date, located.destroyed_date) as left_date,
        located.known_from
    from located
    left join {{ ref('dim_site') }} as sites
        on located.study_id = sites.study_id
        and located.located_site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(located.country)) = aliases.country_alias
)

select * from final
