select * from {{ ref('int_expected_document_versions') }} where is_current
