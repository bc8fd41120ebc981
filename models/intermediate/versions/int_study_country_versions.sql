{{ row_versions(ref('stg_lake__study_country'), ['study_id', 'study_country_id']) }}
