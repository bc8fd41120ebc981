{{ row_versions(ref('stg_lake__site'), ['study_id', 'site_id']) }}
