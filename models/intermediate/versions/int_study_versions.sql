{{ row_versions(ref('stg_lake__study'), ['study_id']) }}
