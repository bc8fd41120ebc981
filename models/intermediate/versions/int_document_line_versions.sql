{{ row_versions(ref('stg_lake__document_line'), ['line_id'], study_column=none) }}
