{{ row_versions(ref('stg_lake__randomization'), ['study_id', 'subject_id']) }}
