{{ row_versions(ref('stg_lake__subject_visit'), ['study_id', 'subject_id', 'visit_id']) }}
