{{ row_versions(ref('stg_lake__dispensation'), ['study_id', 'kit_id', 'subject_id'], record_id=false) }}
