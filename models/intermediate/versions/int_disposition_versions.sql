{{ row_versions(ref('stg_lake__disposition'), ['study_id', 'subject_id', 'disposition_id']) }}
