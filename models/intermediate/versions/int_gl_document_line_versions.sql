{{ row_versions(ref('stg_lake__gl_document_line'), ['line_id'], study_column=none) }}
