{{ row_versions(ref('stg_lake__subject'), ['study_id', 'subject_id']) }}
