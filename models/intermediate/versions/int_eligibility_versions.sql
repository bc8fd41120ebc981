{{ row_versions(ref('stg_lake__eligibility'), ['study_id', 'subject_id', 'criterion_id']) }}
