with contents as (
    select study_id, shipment_id, count(*) as kits
    from {{ ref('int_kit_current') }}
    group by study_id, shipment_id
),

final as (
    select
        shipments.study_id,
        shipments.shipment_id,
        shipments.site_id,
        coalesce(nullif(sites.country_code, 'ZZ'), aliases.country_code, 'ZZ') as country_code,
        shipments.depot,
        lower(shipments.excursion_decision) as excursion_decision,
        cast(coalesce(contents.kits, 0) as bigint) as kits,
        shipments.lowest_celsius,
        shipments.highest_celsius,
        {{ days_between('shipments.shipped_date', 'shipments.received_date') }} as days_under_way,
        coalesce(shipments.temperature_excursion, false) as has_excursion,
        shipments.requested_date,
        shipments.shipped_date,
        shipments.received_date,
        shipments.excursion_decision_date,
        shipments.known_from
    from {{ ref('int_shipment_current') }} as shipments
    left join contents
        on shipments.study_id = contents.study_id
        and shipments.shipment_id = contents.shipment_id
    left join {{ ref('dim_site') }} as sites
        on shipments.study_id = sites.study_id
        and shipments.site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(shipments.country)) = aliases.country_alias
)

select * from final
