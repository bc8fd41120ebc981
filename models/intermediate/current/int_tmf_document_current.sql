select * from {{ ref('int_tmf_document_versions') }} where is_current
