with dispensed as (
    select * from {{ ref('int_dispensation_current') }}
),

located as (
    select
        dispensed.*,
        coalesce(kits.site_id, dispensed.site_id) as kit_site_id,
        coalesce(kits.country_code, sites.country_code, 'ZZ') as country_code,
        kits.kit_id is not null as is_kit_known,
        kits.hand_outs,
        kits.expiry_date,
        kits.received_date,
        kits.has_excursion,
        kits.released_date
    from dispensed
    left join {{ ref('kits') }} as kits
        on dispensed.study_id = kits.study_id
        and dispensed.kit_id = kits.kit_id
    left join {{ ref('dim_site') }} as sites
        on dispensed.study_id = sites.study_id
        and dispensed.site_id = sites.site_id
),

final as (
    select
        located.study_id,
        located.kit_id,
        coalesce(aliases.subject_id, located.subject_id) as subject_id,
        located.kit_site_id as site_id,
        located.country_code,
        located.site_id as dispensing_site_id,
        located.visit_name,
        located.is_kit_known,
        coalesce(located.hand_outs > 1, false) as is_kit_used_again,
        coalesce(located.expiry_date < located.dispensed_at, false) as is_expired,
        coalesce(located.received_date > located.dispensed_at, false) as is_before_receipt,
        coalesce(located.has_excursion, false)
        and coalesce(located.released_date > located.dispensed_at, located.released_date is null) as is_quarantined,
        coalesce(located.site_id <> located.kit_site_id, false) as is_at_other_site,
        located.dispensed_at as dispensed_date,
        located.returned_date,
        located.known_from
    from located
    left join {{ ref('int_subject_aliases') }} as aliases
        on located.study_id = aliases.study_id
        and located.subject_id = aliases.alias
)

select * from final
