{{ row_versions(ref('stg_lake__tmf_document'), ['study_id', 'document_id']) }}
