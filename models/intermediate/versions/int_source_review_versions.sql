{{ row_versions(ref('stg_lake__source_review'), ['study_id', 'subject_visit_id']) }}
