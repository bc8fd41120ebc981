{{ row_versions(ref('stg_lake__vital_sign'), ['study_id', 'vital_sign_id']) }}
