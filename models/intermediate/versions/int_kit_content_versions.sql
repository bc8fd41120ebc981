{{ row_versions(ref('stg_lake__kit_content'), ['study_id', 'kit_id']) }}
