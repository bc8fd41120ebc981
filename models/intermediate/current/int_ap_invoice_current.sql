select * from {{ ref('int_ap_invoice_versions') }} where is_current
