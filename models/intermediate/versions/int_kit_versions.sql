{{ row_versions(ref('stg_lake__kit'), ['study_id', 'kit_id']) }}
