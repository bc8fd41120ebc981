with dispensations as (
    select
        dispensations.*,
        kit_id || '|' || coalesce(subject_id, '~') as hand_out
    from {{ ref('dispensations') }} as dispensations
),

{% for flag, kind, severity, detail in [
    ('is_expired', 'kit_dispensed_after_expiry', 'high', 'The kit was handed out after its expiry date'),
    ('is_quarantined', 'quarantined_kit_dispensed', 'high', 'The shipment of the kit came with a temperature excursion and was not released'),
    ('is_at_other_site', 'kit_dispensed_at_other_site', 'high', 'The kit was handed out by a site that did not receive it'),
    ('is_before_receipt', 'kit_dispensed_before_receipt', 'medium', 'The kit was handed out before the site confirmed its receipt'),
] -%}
{{ flag }} as (
    select {{ finding(kind, severity, 'dispensation', 'hand_out', "'" ~ detail ~ "'", site_id='site_id') }}
    from dispensations
    where {{ flag }}
),

{% endfor -%}
used_again as (
    select {{ finding('kit_dispensed_twice', 'high', 'kit', 'kit_id', counted('count(*)', 'hand-outs under the number of the kit'), site_id='min(site_id)', known='min(known_from)') }}
    from dispensations
    where is_kit_used_again
    group by study_id, kit_id
),

unknown_kit as (
    select {{ finding('unknown_kit', 'high', 'dispensation', 'hand_out', "'The kit that was handed out is in no list of kits'", site_id='site_id') }}
    from dispensations
    where not is_kit_known
),

without_shipment as (
    select {{ finding('unknown_shipment', 'medium', 'kit', 'kits.shipment_id', counted('count(*)', 'kits name a shipment that is not known'), study_id='kits.study_id', site_id='min(kits.site_id)', known='min(kits.known_from)') }}
    from {{ ref('kits') }} as kits
    left join {{ ref('shipments') }} as shipments
        on kits.study_id = shipments.study_id
        and kits.shipment_id = shipments.shipment_id
    where kits.shipment_id is not null and shipments.shipment_id is null
    group by kits.study_id, kits.shipment_id
)

{% for finding in ['is_expired', 'is_quarantined', 'is_at_other_site', 'is_before_receipt', 'used_again', 'unknown_kit', 'without_shipment'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
