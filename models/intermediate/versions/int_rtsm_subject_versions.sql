{{ row_versions(ref('stg_lake__rtsm_subject'), ['study_id', 'subject_id']) }}
