select * from {{ ref('int_shipment_versions') }} where is_current
