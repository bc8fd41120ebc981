{{ row_versions(ref('stg_lake__demographics'), ['study_id', 'subject_id']) }}
