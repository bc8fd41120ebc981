{{ row_versions(ref('stg_lake__expected_document'), ['study_id', 'expected_document_id']) }}
