{{ row_versions(ref('stg_lake__exposure'), ['study_id', 'subject_id', 'exposure_id']) }}
