{{ row_versions(ref('stg_lake__treatment_assignment'), ['study_id', 'subject_id'], record_id=false) }}
