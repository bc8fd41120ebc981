{{ row_versions(ref('stg_lake__gl_document'), ['document_id'], study_column=none) }}
